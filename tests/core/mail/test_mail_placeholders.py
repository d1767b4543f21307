"""Placeholders: one pass, escaped per part, nothing reachable behind a name (MAIL-17)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ovkk_core.errors import BadInputError
from ovkk_core.mail.placeholders import Html, Text, plain


def test_value_is_escaped_in_html_and_plain_in_text() -> None:
    value = {"name": "Bram & <b>Zoon</b>"}
    assert Text("Beste {name}").fill(value) == "Beste Bram & <b>Zoon</b>"
    assert Html("<p>Beste {name}</p>").fill(value) == "<p>Beste Bram &amp; &lt;b&gt;Zoon&lt;/b&gt;</p>"


def test_value_with_a_placeholder_in_it_is_not_read_again() -> None:
    assert Text("{a} {b}").fill({"a": "{b}", "b": "{a}"}) == "{b} {a}"
    assert Html("{a} {b}").fill({"a": "{b}", "b": "{a}"}) == "{b} {a}"


@pytest.mark.parametrize("source", ["{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{}", "{0}", "{A}", "{{a}}", "{", "a}"])
def test_mail_17_attributes_formats_and_loose_braces_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match="accolade"):
        Text(source)


def test_markup_keeps_harmless_tags_only() -> None:
    value = Markup('<p onclick="x()">Dag <a href="javascript:x()">hier</a><script>x()</script></p>')
    assert Html("{a}").fill({"a": value}) == '<p>Dag <a rel="noopener noreferrer">hier</a></p>'


def test_markup_reads_as_text_with_its_links() -> None:
    value = Markup('<p>Dag</p><ul><li>een</li><li><a href="https://a.test">twee</a></li></ul>')
    assert plain(value) == "Dag\n- een\n- twee (https://a.test)"


def test_link_must_be_a_web_address_and_is_escaped() -> None:
    button = Html('<a href="{page}">Kijk</a>')
    assert button.fill({"page": "https://a.test/?x=1&y=2"}) == '<a href="https://a.test/?x=1&amp;y=2">Kijk</a>'
    for bad in ("javascript:alert(1)", "/pad", "", "https://a.test\nX", " data:text/html,x"):
        with pytest.raises(BadInputError):
            button.fill({"page": bad})


@pytest.mark.parametrize(
    "source", ['<a href="https://x.test/{a}">', "<a {a}>", "<{a}>", '<p style="{a}">', "<p id={a}>"]
)
def test_placeholder_elsewhere_in_a_tag_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="opmaak"):
        Html(source)


@given(st.text(max_size=60))
def test_no_value_opens_a_tag_or_leaves_an_attribute(value: str) -> None:
    html = Html('<div aria-label="{a}">{a}</div>').fill({"a": value})
    assert html.replace("<br>", "").count("<") == 2
    assert html.count('"') == 2
