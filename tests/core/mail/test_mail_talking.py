"""The conversation with a mail server, word by word (RFC 5321, RFC 2920)."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ovkk_core.mail import MailState, OutboxMail
from ovkk_core.mail.talking import AGAIN, BLOCK, LAST_PATIENCE, PATIENCE, News, Parcel, Talk

TAKEN = b"250 ja\r\n250-ook\r\n250 ja\r\n354 toe maar\r\n"


@dataclass
class Server:
    """The other end of a conversation."""

    sock: socket.socket
    talk: Talk

    def hears(self) -> bytes:
        """Give all that was said to it."""
        self.talk.flush()
        return self.sock.recv(10_000)

    def says(self, words: bytes) -> list[News]:
        """Answer; give the news of that."""
        self.sock.sendall(words)
        return self.news()

    def news(self) -> list[News]:
        """Give what the talk made of it."""
        self.talk.receive()
        news, self.talk.news = self.talk.news, []
        return news


@pytest.fixture(params=["pipelining"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Give a server that offers what the parameter says."""
    ours, theirs = socket.socketpair()
    theirs.settimeout(1)
    with ours, theirs:
        yield Server(theirs, Talk(ours, {request.param}))


def parcel(name: str) -> Parcel:
    made = Parcel(OutboxMail(address=f"{name}@dorp.test"))
    made.pack("post@vereniging.example", b"Aan: x\r\n\r\n.punt\r\n")
    return made


def envelope(name: str) -> bytes:
    return f"MAIL FROM:<post@vereniging.example>\r\nRCPT TO:<{name}@dorp.test>\r\nDATA\r\n".encode()


def test_next_envelope_goes_with_the_last_content_and_one_answer_tells_of_both(server: Server) -> None:
    anna, bram = parcel("anna"), parcel("bram")
    server.talk.propose(anna)
    assert server.hears() == envelope("anna")
    assert server.says(TAKEN) == [(server.talk, anna, None)]
    server.talk.hand_over(anna)
    server.talk.propose(bram)
    assert server.hears() == b"Aan: x\r\n\r\n..punt\r\n.\r\n" + envelope("bram")
    kept, asked = server.says(b"250 bewaard\r\n" + TAKEN)
    assert (kept.parcel, kept.outcome.state, kept.outcome.reply) == (anna, MailState.SENT, "250 bewaard")
    assert asked == (server.talk, bram, None)


@pytest.mark.parametrize("server", ["size"], indirect=True)
def test_commands_go_by_turns_where_the_server_does_not_offer_more(server: Server) -> None:
    anna = parcel("anna")
    server.talk.propose(anna)
    assert server.hears() == b"MAIL FROM:<post@vereniging.example> SIZE=17\r\n"
    assert server.says(b"250 ja\r\n") == []
    assert server.hears() == b"RCPT TO:<anna@dorp.test>\r\n"
    assert server.says(b"550 nee\r\n")[0].outcome.reply == "550 nee"
    server.talk.propose(anna)
    assert server.hears() == b"RSET\r\n"
    assert server.says(b"250 ja\r\n") == []
    assert server.hears().startswith(b"MAIL")


def test_refused_recipient_leaves_nothing_behind_for_the_next_mail(server: Server) -> None:
    server.talk.propose(parcel("weg"))
    refused = server.says(b"250 ja\r\n550 5.1.1 nee\r\n503 geen ontvanger\r\n")[0]
    assert refused.outcome.state is MailState.FAILED
    server.hears()
    server.talk.propose(parcel("anna"))
    assert server.hears() == b"RSET\r\n" + envelope("anna")


def test_server_that_wants_a_message_for_nobody_is_left(server: Server) -> None:
    server.talk.propose(parcel("weg"))
    assert server.says(b"250 ja\r\n451 later\r\n354 toe maar\r\n")[0].outcome.state is MailState.DEFERRED
    assert server.talk.closed


@pytest.mark.parametrize(
    "words",
    [b"421 te druk\r\n", b"onzin\r\n", b"250-" + BLOCK * b"x", b""],
    ids=["421", "nonsense", "endless", "gone"],
)
def test_mail_13_only_what_was_handed_over_is_in_doubt_when_the_line_breaks(server: Server, words: bytes) -> None:
    anna, bram = parcel("anna"), parcel("bram")
    server.talk.propose(anna)
    server.says(TAKEN)
    server.talk.hand_over(anna)
    server.talk.propose(bram)
    server.hears()
    if not words:
        server.sock.close()
    handed, proposed = server.says(words) if words else server.news()
    assert (handed.parcel, proposed.parcel, proposed.outcome) == (anna, bram, AGAIN)
    assert handed.outcome.state is (MailState.DEFERRED if words.startswith(b"421") else MailState.DOUBT)
    assert server.talk.closed


def test_server_that_breaks_off_at_the_first_mail_counts_as_away(server: Server) -> None:
    server.talk.propose(parcel("anna"))
    server.sock.close()
    (lost,) = server.news()
    assert (lost.outcome.state, lost.outcome.reached) == (MailState.DEFERRED, False)


def test_silence_ends_after_a_minute_but_after_ten_where_the_message_waits_for_its_answer(server: Server) -> None:
    talk, start = server.talk, server.talk._heard_at
    talk.propose(parcel("anna"))
    server.says(TAKEN)
    talk.hand_over(parcel("anna"))
    talk.watch(start + PATIENCE + 10)
    assert not talk.closed
    talk.watch(start + LAST_PATIENCE + 10)
    assert (talk.closed, talk.news[0].outcome.state) == (True, MailState.DOUBT)
