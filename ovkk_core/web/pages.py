"""What every page shows around its content: the name, the menu and the foot."""

from dataclasses import dataclass

from flask import Flask, Response, g, request, session, url_for

from ovkk_core.accounts import current_user
from ovkk_core.config import Settings
from ovkk_core.database import db
from ovkk_core.hookspecs import NavigationItem
from ovkk_core.registry import registry, setting
from ovkk_core.web.colours import theme_url


@dataclass(frozen=True)
class Association:
    """How the association presents itself, as set by itself."""

    name: str
    short_name: str
    description: str
    email: str


def use_pages(app: Flask) -> None:
    """Give templates what the layout needs, and keep personal pages out of every cache."""
    settings: Settings = app.config["OVKK"]
    app.jinja_env.globals.update(
        association=association,
        base_url=settings.base_url,
        current_user=current_user,
        demo=settings.demo,
        is_here=is_here,
        mail_is_kept=settings.mail_url.startswith("capture:"),
        login_url=lambda: url_for("security.login"),
        menu=menu,
        theme_url=theme_url,
        tiles_url=settings.tiles_url,
    )
    app.after_request(_keep_private)


def association() -> Association:
    """Give the present name, description and address of the association."""
    words = (setting(f"association.{what}") for what in ("name", "short_name", "description", "email"))
    return Association(*words)


def menu() -> list[NavigationItem]:
    """Give the public menu in its order; asked once per request."""
    if "menu" not in g:
        items = [item for _, item in registry.ask("navigation_items")]
        g.menu = sorted(items, key=lambda item: (item.order, item.title))
    found: list[NavigationItem] = g.menu
    return found


def is_here(item: NavigationItem) -> bool:
    """Say whether the present page is the item's own or lies below it."""
    path = item.address.partition("?")[0]
    return request.path == path or request.path.startswith(f"{path.rstrip('/')}/")


def _keep_private(response: Response) -> Response:
    """Forbid storing what is for one person; let the rest be asked again each time, unless the view said otherwise."""
    if "Cache-Control" not in response.headers:
        personal = db.is_closed() or session or session.modified or current_user()
        response.headers["Cache-Control"] = "no-store" if personal else "no-cache"
    return response
