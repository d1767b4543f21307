"""Registers the blueprints of rooms, and answers 404 for those of a plugin that is off."""

from flask import Blueprint, Flask, abort, current_app, request

from ovkk_core.registry import is_on, registry

OWNERS = "ovkk.blueprints"  # in app.extensions: blueprint name → room


def use_blueprints(app: Flask) -> None:
    """Register every room's blueprints; one that cannot be registered is a fault of its plugin only."""
    app.extensions[OWNERS] = {}
    app.before_request(_refuse_switched_off)
    for name, blueprint in registry.collect("register_blueprints"):
        if registry.get(name).builtin:
            app.register_blueprint(blueprint)
        else:
            _register_guarded(app, name, blueprint)
        app.extensions[OWNERS].setdefault(blueprint.name, name)


def owner_of(blueprint: str) -> str | None:
    """Give the room that a blueprint belongs to; None for one that no room registered."""
    owner: str | None = current_app.extensions[OWNERS].get(blueprint.partition(".")[0])
    return owner


def _register_guarded(app: Flask, name: str, blueprint: Blueprint) -> None:
    try:
        app.register_blueprint(blueprint)
    except (AssertionError, TypeError, ValueError) as error:  # name taken, endpoint twice, bad rule
        registry.fault(registry.get(name), "register_blueprints", f"{type(error).__name__}: {error}")


def _refuse_switched_off() -> None:
    owner = owner_of(request.blueprint or "")
    if owner and not is_on(owner):
        abort(404)
