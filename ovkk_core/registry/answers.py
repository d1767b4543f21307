"""Checks that a plugin's answer has the type that the hook's specification names, down to its fields."""

import typing
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any

from ovkk_core import hookspecs

NAMED = {
    hookspecs.Permission: "name",
    hookspecs.JobSpec: "name",
    hookspecs.MailKind: "name",
    hookspecs.SettingSpec: "key",
    hookspecs.Purpose: "name",
    hookspecs.AudienceCondition: "name",
    hookspecs.Indicator: "name",
    hookspecs.AskedSubject: "key",
    hookspecs.Processing: "name",
    hookspecs.RetentionRule: "name",
}


def mistake(hook: str, given: Any, plugin: str = "") -> str:
    """Say in Dutch what is wrong with an answer to ``hook``; "" when nothing is.

    What a ``plugin`` names must start with its own name, so that no plugin can replace another's work.
    """
    expected = _item_type(hook)
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        return f"gaf {type(given).__name__} in plaats van een lijst van {expected.__name__}"
    for item in given:
        if not isinstance(item, expected):
            return f"gaf een {type(item).__name__} in plaats van een {expected.__name__}"
        wrong = _wrong_field(item)
        if wrong:
            return f"gaf een {expected.__name__} waarvan '{wrong}' niet klopt: {getattr(item, wrong)!r}"
        name = getattr(item, NAMED.get(expected, ""), "") if expected in NAMED else ""
        if plugin and name and not name.startswith(f"{plugin}."):
            return f"gaf een {expected.__name__} met de naam '{name}', die niet begint met '{plugin}.'"
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


def _wrong_field(item: Any) -> str:
    """Give the name of the first field whose value is not of its declared type; "" when all are."""
    if not is_dataclass(item) or isinstance(item, type):
        return ""
    hints: dict[str, Any] = _hints(item.__class__)
    return next((f.name for f in fields(item) if not _fits(getattr(item, f.name), hints[f.name])), "")


@cache
def _hints(dataclass: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(dataclass)


def _fits(value: Any, annotation: Any) -> bool:
    from flask_babel import LazyString  # here, as above

    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {typing.Union, UnionType}:
        return any(_fits(value, part) for part in parts)
    if origin is typing.Literal:
        return value in parts
    if annotation is NoneType:
        return value is None
    if annotation is str:
        return isinstance(value, str | LazyString)
    if annotation is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin is Mapping:
        return isinstance(value, Mapping) and all(_fits(k, parts[0]) and _fits(v, parts[1]) for k, v in value.items())
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(member, parts[0]) for member in value)
    if origin is frozenset:
        return isinstance(value, frozenset) and all(_fits(member, parts[0]) for member in value)
    return isinstance(value, origin or annotation)
