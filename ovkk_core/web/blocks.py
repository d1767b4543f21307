"""Draws the home page's parts; a part that cannot be drawn is left out and blamed on its plugin."""

from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from ovkk_core.hookspecs import HOOK_SECONDS, HomeBlock
from ovkk_core.registry import registry, within_connected
from ovkk_core.web.staticfiles import own_style_url

HOOK = "home_blocks"


@dataclass(frozen=True)
class Part:
    """A drawn part; ``style`` is the address of its room's ``static/<room>.css``, "" when there is none."""

    html: Markup
    style: str


def drawn() -> list[Part]:
    """Give the parts of rooms and plugins, in their order."""
    blocks = sorted(registry.ask(HOOK), key=lambda pair: pair[1].order)
    pairs = ((name, _html_of(name, block)) for name, block in blocks)
    return [Part(Markup(html), own_style_url(name)) for name, html in pairs if html]  # noqa: S704 - of our own templates


def _html_of(name: str, block: HomeBlock) -> str:
    plugin = registry.get(name)
    if plugin.builtin:
        return render_template(block.template, block=block, **block.context)
    outcome = within_connected(HOOK_SECONDS, render_template, block.template, block=block, **block.context)
    if outcome.reason:
        registry.fault(plugin, HOOK, outcome.reason, hung=outcome.hung)
        return ""
    return str(outcome.value)
