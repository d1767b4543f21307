"""Draws parts of pages that rooms give; a part that cannot be drawn is left out and blamed on its plugin."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from ovkk_core.hookspecs import HOOK_SECONDS, HomeBlock, Panel
from ovkk_core.registry import registry, within_connected
from ovkk_core.web.staticfiles import own_style_url

HOOK = "home_blocks"


@dataclass(frozen=True)
class Part:
    """A drawn part; ``style`` is the address of its room's ``static/<room>.css``, "" when there is none."""

    html: Markup
    style: str
    block: HomeBlock | Panel


def drawn() -> list[Part]:
    """Give the parts of the home page, in their order."""
    return draw(HOOK, registry.ask(HOOK))


def draw(hook: str, blocks: Iterable[tuple[str, HomeBlock | Panel]]) -> list[Part]:
    """Give the parts that rooms and plugins gave to ``hook``, in their order."""
    pairs = sorted(blocks, key=lambda pair: pair[1].order)
    found = ((name, block, _html_of(hook, name, block)) for name, block in pairs)
    return [Part(Markup(html), own_style_url(name), block) for name, block, html in found if html]  # noqa: S704 - of our own templates


def _html_of(hook: str, name: str, block: HomeBlock | Panel) -> str:
    plugin = registry.get(name)
    if plugin.builtin:
        return render_template(block.template, block=block, **block.context)
    outcome = within_connected(HOOK_SECONDS, render_template, block.template, block=block, **block.context)
    if outcome.reason:
        registry.fault(plugin, hook, outcome.reason, hung=outcome.hung)
        return ""
    return str(outcome.value)
