"""The plugin switched on, at a fixed moment some weeks before the tour of the cast."""

from collections.abc import Iterator

import pytest
from flask import Flask

from ovkk_core.clock import frozen
from ovkk_core.registry import switch
from tests.plugins.dorpenschouw.cast import BEFORE


@pytest.fixture
def tours_on(app: Flask, database: None) -> Iterator[None]:
    """Switch the plugin on and stop the clock on 1 May 2026."""
    with frozen(BEFORE):
        switch("dorpenschouw", True)
        yield
