"""Who may do what: every view says so, and what says nothing is denied (SEC-1)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed in"
OWN_GUARD = "own guard"  # the view asks ``permitted`` itself: the secure admin base of web


@dataclass(frozen=True)
class Access:
    """The rule of one view: :data:`PUBLIC`, :data:`SIGNED_IN`, :data:`OWN_GUARD` or the name of a permission."""

    rule: str


def public(view: View) -> View:
    """Let everybody in."""
    return _mark(view, PUBLIC)


def signed_in(view: View) -> View:
    """Let everybody in who is logged in."""
    return _mark(view, SIGNED_IN)


def requires(permission: str) -> Callable[[View], View]:
    """Let in who has ``permission`` (``room.what``, declared by ``register_permissions``)."""
    return lambda view: _mark(view, permission)


def access_of(view: Callable[..., Any]) -> Access | None:
    """Give the rule of ``view``, or None when it has none and must be denied."""
    return getattr(view, "access", None)


def _mark(view: View, rule: str) -> View:
    view.access = Access(rule)  # type: ignore[attr-defined]  # a function may carry attributes
    return view
