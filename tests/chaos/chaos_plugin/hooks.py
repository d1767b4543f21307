"""Every hook, wrong in the way that the tests ask for."""

import time
from collections.abc import Callable
from typing import Any

from chaos_plugin import wants
from chaos_plugin.models import Crumb
from ovkk_core import hookspecs
from ovkk_core.database import transaction
from ovkk_core.hookspecs import JobSpec, NavigationItem, hookimpl

ANSWERS: dict[str, Any] = {
    "give a dict": [{"title": "x", "address": "/x"}],
    "give none": [None],
    "give a string": "niets",
    "give a number": 7,
    "give a mistyped field": [NavigationItem("Chaos", "/chaos", order="eerst")],  # type: ignore[arg-type]
}


class Unspeakable(Exception):  # noqa: N818 - a name for what it is
    """An error that cannot even say what it is."""

    def __str__(self) -> str:
        raise RuntimeError("ook dit gaat mis")


def act(hook: str) -> Any:
    """Make the mistake asked for in ``hook``."""
    if wants(f"raise in {hook}") or wants("raise everywhere"):
        raise RuntimeError(f"kapot in {hook}")
    if wants("exit in a hook"):
        raise SystemExit(5)
    if wants("interrupt in a hook"):
        raise KeyboardInterrupt
    if wants("raise what cannot be said"):
        raise Unspeakable
    if wants(f"sleep in {hook}"):
        time.sleep(3)
    if wants(f"loop in {hook}"):
        _loop()
    if wants(f"hold the database in {hook}"):
        with transaction():
            Crumb.create(title="half")
            time.sleep(2)
            Crumb.create(title="na het slapen")
    return next((answer for wish, answer in ANSWERS.items() if wants(wish)), _good(hook))


def _loop() -> None:
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        pass


def _good(hook: str) -> list[Any]:
    return [NavigationItem("Chaos", "/chaos")] if hook == "navigation_items" else []


def _implementation(hook: str) -> Callable[[], Any]:
    def implementation() -> Any:
        return act(hook)

    implementation.__name__ = hook
    return hookimpl(implementation)


for _name in [name for name in vars(hookspecs) if hasattr(getattr(hookspecs, name), "ovkk_spec")]:
    globals()[_name] = _implementation(_name)

if wants("unknown hook"):

    @hookimpl
    def navigation_itemz() -> list[NavigationItem]:
        """A hook that nobody asks."""
        return []


if wants("wrong arguments"):

    @hookimpl
    def todo_items(usr: object) -> list[object]:
        """A hook that wants what nobody gives."""
        return [usr]


def _run() -> None:
    if wants("raise in a job"):
        raise RuntimeError("kapot in een taak")
    if wants("sleep in a job"):
        time.sleep(3)


if wants("declare jobs"):

    @hookimpl
    def register_jobs() -> list[JobSpec]:
        """Jobs, some with a mistake."""
        specs = [JobSpec("chaos.run", "Chaos", _run)]
        if wants("a mistaken schedule"):
            specs.append(JobSpec("chaos.often", "Vaak", _run, every="elke dag"))
        if wants("the name of another's job"):
            specs.append(JobSpec("toy.make", "Gekaapt", _run))
        return specs
