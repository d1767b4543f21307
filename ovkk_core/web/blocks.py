"""Draws the home page's parts; a part that cannot be drawn is left out and blamed on its plugin."""

from flask import render_template
from markupsafe import Markup

from ovkk_core.hookspecs import HOOK_SECONDS, HomeBlock
from ovkk_core.registry import registry, within_connected

HOOK = "home_blocks"


def rendered() -> list[Markup]:
    """Give the parts of rooms and plugins as HTML, in their order."""
    blocks = sorted(registry.ask(HOOK), key=lambda pair: pair[1].order)
    drawn = (_drawn(name, block) for name, block in blocks)
    return [Markup(html) for html in drawn if html]  # noqa: S704 - made by our own template engine, which escapes


def _drawn(name: str, block: HomeBlock) -> str:
    plugin = registry.get(name)
    if plugin.builtin:
        return render_template(block.template, block=block, **block.context)
    outcome = within_connected(HOOK_SECONDS, render_template, block.template, block=block, **block.context)
    if outcome.reason:
        registry.fault(plugin, HOOK, outcome.reason, hung=outcome.hung)
        return ""
    return str(outcome.value)
