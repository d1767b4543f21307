"""What a received message is, measured on a corpus of our own in the shapes that servers and programs write."""

import random

import pytest

from ovkk_core.inbox.classifying import classify
from ovkk_core.inbox.judging import of_reply
from ovkk_core.inbox.kinds import BounceKind, MessageKind
from ovkk_core.inbox.matching import match
from ovkk_core.inbox.parsing import MOST_PARTS, UnreadableError, open_message
from ovkk_core.mail import OutboxMail
from tests.core.inbox.conftest import CORPUS, Sent, written


def told(name: str, mail: OutboxMail) -> str:
    """Give what a message of the corpus is: the kind of bounce, else its own kind."""
    opened = open_message(written(name, mail))
    about = match(opened)
    kind, why = classify(opened, address=about.address, answers=about.mail is not None)
    return why.kind.value if why else ("post" if kind is MessageKind.OTHER else kind.value)


def test_mail_10_no_address_is_suppressed_wrongly_and_hard_bounces_are_found(sent: Sent) -> None:
    mail = sent()
    outcome = {path.stem: told(path.stem, mail) for path in CORPUS}
    hard = {name for name in outcome if name.startswith("hard-")}
    assert {name for name, kind in outcome.items() if kind == "hard"} - hard == set()
    assert len(hard) >= 20
    assert sum(outcome[name] == "hard" for name in hard) / len(hard) >= 0.8
    others = {name: kind for name, kind in outcome.items() if name not in hard}
    assert others == {name: name.partition("-")[0] for name in others}


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("550 5.1.1 <jan@dorp.test>: Recipient address rejected: User unknown", BounceKind.HARD),
        ("550 user unknown", BounceKind.OTHER),
        ("550 5.1.1 mailbox full", BounceKind.FULL),
        ("554 5.7.1 blocked by our policy", BounceKind.POLICY),
        ("550 5.1.1 see 5.7.1", BounceKind.POLICY),
        ("552 5.3.4 too large", BounceKind.CONTENT),
        ("550 host 5.1.1.9 said no", BounceKind.OTHER),
    ],
)
def test_mail_10_answer_of_a_server_is_judged_by_its_code_and_doubted_for_its_words(
    reply: str, kind: BounceKind
) -> None:
    assert of_reply(reply).kind is kind


def test_message_of_any_bytes_opens_or_is_said_to_be_unreadable(sent: Sent) -> None:
    mail, dice = sent(), random.Random(5)  # noqa: S311 - the same mistakes every time
    for path in CORPUS:
        raw = bytearray(written(path.stem, mail))
        for _ in range(20):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        try:
            opened = open_message(bytes(raw))
        except UnreadableError:
            continue
        about = match(opened)
        classify(opened, address=about.address, answers=False)
        assert "\0" not in opened.text + opened.header("Subject")


def test_message_with_endless_parts_is_unreadable() -> None:
    parts = "--b\nContent-Type: text/plain\n\nx\n" * (MOST_PARTS + 1)
    raw = f"From: a@dorp.test\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n"
    with pytest.raises(UnreadableError, match="delen"):
        open_message(raw.encode())


def test_formatted_message_is_read_as_text_only(sent: Sent) -> None:
    opened = open_message(written("post-other", sent()))
    assert opened.text == "Kunt u helpen?"
    assert opened.header("Subject") == "Vraag over ons dorpshuis ☕"
