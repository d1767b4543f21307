"""Putting mails in the outbox: in the caller's transaction, complete, once, and only what was declared."""

import pytest
from markupsafe import Markup

from ovkk_core.database import transaction
from ovkk_core.errors import BadInputError, NotFoundError
from ovkk_core.hookspecs import MailKind
from ovkk_core.jobs import Job
from ovkk_core.mail import MailState, OutboxMail, Recipient, queue_mail
from ovkk_core.mail.kinds import check_kinds, fault_of, kinds
from ovkk_core.mail.outbox import fill
from ovkk_core.mail.reading import read
from ovkk_core.registry import Fault, change_setting, registry

BRAM = Recipient("bram@dorpsraad.test", "Bram de Vries")
VALUES = {"moment": "10-03-2026 om 10.00 uur"}

pytestmark = pytest.mark.usefixtures("posting")


def declared(**changes: object) -> MailKind:
    """Give the test mail's declaration with ``changes``."""
    return MailKind(**({**vars(kinds()["mail.test"][1])} | changes))


def test_queued_mail_is_complete_and_waits() -> None:
    mail = OutboxMail.get_by_id(queue_mail("mail.test", BRAM, VALUES).id)
    assert (mail.state, mail.address, mail.name, mail.room) == (MailState.QUEUED, BRAM.address, BRAM.name, "mail")
    assert mail.subject == "Testmail van Vereniging van dorpen"
    headers = dict(read(bytes(mail.content)).headers)
    assert headers["From"] == "Vereniging van dorpen <post@vereniging.example>"
    assert headers["Message-ID"] == mail.message_id
    assert mail.message_id.endswith("@localhost>")


def test_mail_of_a_transaction_that_fails_was_never_queued() -> None:
    def decide_and_fail() -> None:
        with transaction():
            queue_mail("mail.test", BRAM, VALUES)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        decide_and_fail()
    assert OutboxMail.select().count() == Job.select().count() == 0


def test_same_key_is_queued_once_and_gives_the_first() -> None:
    first = queue_mail("mail.test", BRAM, VALUES, key="een")
    assert queue_mail("mail.test", Recipient("chris@dorp.test"), VALUES, key="een") == first
    assert queue_mail("mail.test", BRAM, VALUES, key="twee") != first


def test_sender_follows_the_settings() -> None:
    change_setting("mail.from_name", 'Dorpen, "Samen" & Co')
    registry.refresh()
    mail = queue_mail("mail.test", BRAM, VALUES)
    assert dict(read(bytes(mail.content)).headers)["From"] == '"Dorpen, \\"Samen\\" & Co" <post@vereniging.example>'


def test_undeclared_mail_is_refused() -> None:
    with pytest.raises(NotFoundError, match=r"mail\.onbekend"):
        queue_mail("mail.onbekend", BRAM, {})


@pytest.mark.parametrize("values", [{}, VALUES | {"extra": "x"}, {"extra": "x"}])
def test_values_must_be_exactly_the_declared_placeholders(values: dict[str, str]) -> None:
    with pytest.raises(BadInputError, match="precies"):
        queue_mail("mail.test", BRAM, values)


@pytest.mark.parametrize("bad", ["a\x00b", "a\rb", "a\x1bb", "a\u2028b", "a\ud800b"])
def test_mail_3_value_with_a_control_character_is_refused(bad: str) -> None:
    with pytest.raises(BadInputError, match="moment"):
        queue_mail("mail.test", BRAM, {"moment": bad})


def test_line_break_in_the_subject_is_refused() -> None:
    kind = declared(placeholders={"association2": ""}, sample={"association2": ""}, template="mail/mail/test")
    assert fault_of(kind) == "het sjabloon gebruikt plaatshouders die niet zijn opgegeven: moment"
    change = {"moment": "een\r\nBcc: chris@dorp.test"}
    letter = fill(declared(), change, association="Dorpen")
    assert "een\nBcc" in letter.text
    with pytest.raises(BadInputError, match="onderwerp"):
        fill(declared(), VALUES, association="Dorpen\nBcc: x@y.test")


def test_markup_value_reads_as_text_in_the_text_part() -> None:
    letter = fill(declared(), {"moment": Markup("<b>nu</b>")}, association="Dorpen")
    assert "op nu." in letter.text
    assert "op <b>nu</b>." in letter.html


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sample": {}}, "voorbeeld"),
        ({"template": "mail/mail/weg"}, "TemplateNotFound"),
        ({"placeholders": {"site": ""}, "sample": {"site": ""}}, "geen bruikbare naam"),
        ({"placeholders": {"A b": ""}, "sample": {"A b": ""}}, "geen bruikbare naam"),
        ({"placeholders": {}, "sample": {}}, "niet zijn opgegeven: moment"),
    ],
)
def test_mail_17_wrong_declaration_is_found_at_start(changes: dict[str, object], reason: str) -> None:
    assert reason in fault_of(declared(**changes))


def test_wrong_mail_of_a_plugin_is_its_fault_and_of_core_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = declared(template="mail/mail/weg")
    plugin = next(p for p in registry.plugins.values() if not p.builtin)
    monkeypatch.setitem(kinds(), "x.wrong", (plugin.name, wrong))
    check_kinds()
    assert [(f.plugin, f.hook) for f in Fault.select()] == [(plugin.name, "register_mails")]
    monkeypatch.setitem(kinds(), "x.wrong", ("mail", wrong))
    with pytest.raises(ValueError, match=r"x\.wrong"):
        check_kinds()


def test_mail_of_a_plugin_that_is_off_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = next(p for p in registry.plugins.values() if not p.builtin)
    monkeypatch.setitem(kinds(), "x.mail", (plugin.name, declared()))
    with pytest.raises(BadInputError, match="staat uit"):
        queue_mail("x.mail", BRAM, VALUES)
