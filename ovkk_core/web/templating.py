"""Finds templates: ``<room>/...`` in the room's own ``templates/`` folder and nowhere else."""

from collections.abc import Callable

from flask import Flask
from jinja2 import FileSystemLoader, PrefixLoader

from ovkk_core.web.days import FILTERS
from ovkk_core.web.guarding import csp_nonce
from ovkk_core.web.rooms import folder_of, sound
from ovkk_core.web.staticfiles import static_url


def use_templates(app: Flask) -> None:
    """Let every room render its own templates; a plugin cannot replace those of another."""
    folders = {plugin.name: folder_of(plugin.package) / "templates" / plugin.name for plugin in sound()}
    app.jinja_loader = PrefixLoader({name: FileSystemLoader(folder) for name, folder in folders.items()})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    names: dict[str, Callable[..., object]] = {"static_url": static_url, "csp_nonce": csp_nonce}
    app.jinja_env.globals.update(names)
    app.jinja_env.filters.update(FILTERS)
