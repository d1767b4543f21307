"""A name server on loopback that answers what a test tells it, and remembers what it was asked."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset

from ovkk_core.inbox.lookups import Lookup

Zone = Mapping[tuple[str, str], list[str]]


@contextmanager
def name_server(zone: Zone, asked: list[str] | None = None, *, failing: bool = False) -> Iterator[Lookup]:
    """Give how to ask a server that has ``zone``: (name, kind) → values; ``failing`` answers SERVFAIL to all."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(10)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                wire, who = line.recvfrom(4096)
                if wire != b"end":
                    line.sendto(_answer(wire, zone, asked, failing).to_wire(), who)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], line.getsockname()[1]
        try:
            yield Lookup(resolver)
        finally:
            ended.set()
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"end", line.getsockname())
            thread.join()


def _answer(wire: bytes, zone: Zone, asked: list[str] | None, failing: bool) -> dns.message.Message:
    question = dns.message.from_wire(wire)
    answer = dns.message.make_response(question)
    answer.flags |= dns.flags.RA
    one = question.question[0]
    name, kind = one.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(one.rdtype)
    if asked is not None:
        asked.append(f"{name} {kind}")
    values = [f'"{value}"' if kind == "TXT" else value for value in zone.get((name, kind), [])]
    if failing:
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif values:
        answer.answer.append(dns.rrset.from_text(one.name, 60, "IN", kind, *values))
    elif not any(known == name for known, _ in zone):
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer
