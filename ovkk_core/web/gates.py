"""Registers the blueprints of rooms, and answers 404 for those of a plugin that is off."""

from typing import Any

from flask import Blueprint, Flask, abort, current_app, request

from ovkk_core.registry import is_on, registry

HOOK = "register_blueprints"
OWNERS = "ovkk.blueprints"  # in app.extensions: blueprint name → room


def use_blueprints(app: Flask) -> None:
    """Register every room's blueprints; one that cannot be registered is a fault of its plugin only."""
    app.extensions[OWNERS] = {}
    app.before_request(_refuse_switched_off)
    for name, blueprint in registry.collect(HOOK):
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
    """Register a plugin's blueprint; take back what it would do to the pages of others, also while it is off."""
    before = [list(functions.get(None, ())) for functions in _for_all_pages(app)]
    try:
        app.register_blueprint(blueprint)
    except (AssertionError, TypeError, ValueError) as error:  # name taken, endpoint twice, bad rule
        registry.fault(registry.get(name), HOOK, f"{type(error).__name__}: {error}")
    for functions, kept in zip(_for_all_pages(app), before, strict=True):
        if list(functions.get(None, ())) != kept:
            functions[None] = kept
            registry.fault(registry.get(name), HOOK, "een functie voor alle pagina's is geweigerd")


def _for_all_pages(app: Flask) -> tuple[dict[Any, list[Any]], ...]:
    return (
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
        app.template_context_processors,
        app.url_value_preprocessors,
        app.url_default_functions,
    )


def _refuse_switched_off() -> None:
    owner = owner_of(request.blueprint or "")
    if owner and not is_on(owner):
        abort(404)
