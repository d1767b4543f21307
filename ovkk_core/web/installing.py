"""Builds the web into an application, in the order in which a request meets it."""

from collections.abc import Callable

from flask import Flask

from ovkk_core.web.forms import use_forms
from ovkk_core.web.gates import use_blueprints
from ovkk_core.web.guarding import use_headers
from ovkk_core.web.kept import use_kept_pages
from ovkk_core.web.languages import use_languages
from ovkk_core.web.limiting import use_limits
from ovkk_core.web.mistakes import use_error_pages
from ovkk_core.web.pages import use_pages
from ovkk_core.web.protection import use_protection
from ovkk_core.web.templating import use_templates

STEPS: tuple[Callable[[Flask], None], ...] = (
    use_templates,
    use_languages,
    use_headers,
    use_pages,
    use_kept_pages,
    use_forms,
    use_error_pages,
    use_protection,
    use_limits,
    use_blueprints,
)


def install(app: Flask) -> None:
    """Make ``app`` serve the blueprints of every room, safely."""
    for step in STEPS:
        step(app)
