"""Checks that a plugin's answer has the type that the hook's specification names."""

import typing
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ovkk_core import hookspecs


def mistake(hook: str, given: Any) -> str:
    """Say in Dutch what is wrong with an answer to ``hook``; "" when nothing is."""
    expected = _item_type(hook)
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        return f"gaf {type(given).__name__} in plaats van een lijst van {expected.__name__}"
    for item in given:
        if not isinstance(item, expected):
            return f"gaf een {type(item).__name__} in plaats van een {expected.__name__}"
    return ""


@cache
def _item_type(hook: str) -> type:
    function: Callable[..., Any] = getattr(hookspecs, hook)
    annotation = eval(function.__annotations__["return"], _names())  # noqa: S307 - our own specification
    item = typing.get_args(annotation)[0]
    return typing.cast("type", item)


def _names() -> dict[str, Any]:
    """Give what annotations may name; the heavy ones only here, when an answer has to be judged."""
    import click
    from flask import Blueprint
    from flask_admin.base import BaseView

    return vars(hookspecs) | {"Blueprint": Blueprint, "BaseView": BaseView, "click": click}
