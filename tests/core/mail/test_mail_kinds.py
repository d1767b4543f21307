"""Every declared mail, as a person reads it in review."""

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from ovkk_core.mail.kinds import kinds
from ovkk_core.mail.outbox import fill
from ovkk_core.registry import registry

CORE_MAILS = ["mail.test"]


@pytest.mark.usefixtures("posting")
@pytest.mark.parametrize("name", CORE_MAILS)
def test_mail_reads_as_reviewed(name: str, snapshot: SnapshotAssertion) -> None:
    kind = kinds()[name][1]
    letter = fill(kind, kind.sample, association="Vereniging Kleine Dorpen")
    assert snapshot(name="subject") == letter.subject
    assert snapshot(name="text") == letter.text
    assert snapshot(name="html") == letter.html


@pytest.mark.usefixtures("posting")
def test_list_of_reviewed_mails_is_complete() -> None:
    assert sorted(name for name, (room, _) in kinds().items() if room == "mail") == CORE_MAILS


@pytest.mark.usefixtures("posting")
def test_mail_16_html_of_every_mail_is_light_readable_and_loads_nothing() -> None:
    for name, (room, kind) in kinds().items():
        if registry.get(room).broken or not kind.template:
            continue
        html = fill(kind, kind.sample, association="Vereniging Kleine Dorpen").html
        assert len(html.encode()) < 100_000, name
        assert '<html lang="nl"' in html
        assert html.count("<table") == len(re.findall(r'<table[^>]*role="presentation"', html)), name
        assert 'name="color-scheme" content="light dark"' in html
        assert not re.search(r"<(img|link|script|form|iframe)\b|url\(|@import", html), name
        sizes = [int(size) for size in re.findall(r"font-size:(\d+)px", html)]
        assert {size for size in sizes if size < 16} <= {0, 1}, name  # the gaps between the blocks
