"""The one client with which the platform goes to other websites: only open ones, never long and never much.

The address that was checked is the address we connect to, at first and after every redirect (FEED-11, SEC-17).
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin

from ovkk_core import __version__
from ovkk_core.subscriptions.addresses import (
    PORTS,
    Address,
    FetchError,
    Network,
    Resolver,
    Target,
    checked,
    resolve,
    target_of,
    web_address,
)

SECONDS = 5.0  # for everything together
SIZE = 2_000_000  # bytes, unpacked
REDIRECTS = 3
TRIES = 4  # addresses of one name
MOVED = {301, 302, 303, 307, 308}
CHUNK = 65_536


@dataclass(frozen=True)
class Limits:
    """What may be gone to. Tests let their own machine in; the platform uses the defaults."""

    allow: tuple[Network, ...] = ()
    ports: frozenset[int] | None = PORTS
    resolver: Resolver = resolve
    seconds: float = SECONDS
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True)
class Known:
    """What the site said of the copy that we have."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """What the site gave; ``content`` is None when it has not changed since ``known``."""

    content: bytes | None
    known: Known


def fetch(address: str, us: str, known: Known | None = None, limits: Limits | None = None) -> Fetched:
    """Get what is at ``address``; tell the site that we are from ``us`` (our own address).

    Raises :class:`FetchError` with a Dutch reason; nothing else.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    address = web_address(address)
    target = target_of(address, limits.ports)
    for _ in range(REDIRECTS + 1):
        answer = _once(target, _headers(us, known or Known()), limits, deadline)
        if isinstance(answer, Fetched):
            return answer
        address = urljoin(address, answer)
        target = _next(target, address, limits)
    raise FetchError("Deze website stuurt steeds door naar een ander adres. Vraag om het juiste adres van de agenda.")


def _headers(us: str, known: Known) -> dict[str, str]:
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {
        "User-Agent": f"OVKK/{__version__} (+{us})",
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **{name: value for name, value in conditions.items() if value},
    }


def _next(target: Target, address: str, limits: Limits) -> Target:
    moved = target_of(address, limits.ports)
    if target.secure and not moved.secure:
        raise FetchError("Deze website stuurt door naar een adres zonder https. Dat wordt niet gevolgd.")
    return moved


def _once(target: Target, headers: dict[str, str], limits: Limits, deadline: float) -> Fetched | str:
    """Ask once; give what came, or the address that we are sent on to."""
    try:
        found = checked(target, limits.resolver, limits.allow, deadline - time.monotonic())
        with _connected(target, found, limits, deadline) as connection:
            connection.request("GET", target.path, headers={"Host": target.authority, **headers})
            with connection.getresponse() as answer:
                return _understood(answer, deadline)
    except FetchError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise FetchError("Het certificaat van deze website klopt niet. Vraag de beheerder van die website.") from error
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise _failure(deadline) from error


def _failure(deadline: float) -> FetchError:
    if time.monotonic() >= deadline:
        return FetchError("De website antwoordde niet binnen 5 seconden. Wij proberen het later opnieuw.")
    return FetchError("De verbinding met deze website mislukte. Wij proberen het later opnieuw.")


@contextmanager
def _connected(
    target: Target, found: list[Address], limits: Limits, deadline: float
) -> Iterator[http.client.HTTPConnection]:
    """Give a connection to an address that was checked, cut off at the deadline however slowly data trickles in."""
    with _socket(found, target.port, deadline) as plain:
        clock = threading.Timer(max(deadline - time.monotonic(), 0), _cut, (plain,))
        clock.daemon = True
        clock.start()
        try:
            line = limits.trust.wrap_socket(plain.dup(), server_hostname=target.host) if target.secure else plain
            with line:
                connection = http.client.HTTPConnection(target.host, target.port)
                connection.sock = line
                yield connection
        finally:
            clock.cancel()


def _socket(found: list[Address], port: int, deadline: float) -> socket.socket:
    failure: OSError = TimeoutError()
    for address in found[:TRIES]:
        seconds = deadline - time.monotonic()
        if seconds <= 0:
            break
        try:
            return socket.create_connection((str(address), port), seconds)
        except OSError as error:
            failure = error
    raise failure


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _understood(answer: http.client.HTTPResponse, deadline: float) -> Fetched | str:
    location = answer.getheader("Location", "")
    if answer.status in MOVED and location:
        return location
    known = Known(*(_header(answer, name) for name in ("ETag", "Last-Modified")))
    if answer.status == 304:
        return Fetched(None, known)
    if answer.status in {404, 410}:
        raise FetchError("Op dit adres staat geen agenda (meer). Vraag de partner om het nieuwe adres.")
    if answer.status in {401, 403}:
        raise FetchError("De website wil deze agenda niet aan ons geven. Vraag de partner om een openbaar adres.")
    if answer.status != 200:
        raise FetchError(f"De website gaf een fout (status {answer.status}). Wij proberen het later opnieuw.")
    content = _unpacked(answer)
    if time.monotonic() >= deadline:
        raise _failure(deadline)
    return Fetched(content, known)


def _header(answer: http.client.HTTPResponse, name: str) -> str:
    """Give a header that we can send back; "" for a strange one."""
    value = answer.getheader(name, "")
    return value if len(value) <= 200 and value.isascii() and value.isprintable() else ""


def _unpacked(answer: http.client.HTTPResponse) -> bytes:
    """Read everything, unpacking as it comes, and stop when it is too much."""
    packing = answer.getheader("Content-Encoding", "identity").strip().lower()
    if packing not in {"identity", "", "gzip", "x-gzip"}:
        raise FetchError("De website geeft de agenda in een vorm die wij niet lezen. Meld dit aan de partner.")
    opener = zlib.decompressobj(wbits=31) if "gzip" in packing else None
    content, taken = bytearray(), 0
    while chunk := answer.read(CHUNK):
        taken += len(chunk)
        content += opener.decompress(chunk, SIZE + 1 - len(content)) if opener else chunk
        if max(taken, len(content)) > SIZE:
            raise FetchError("De agenda is groter dan 2 MB. Vraag de partner om een kleinere agenda.")
    if answer.length or (opener and not opener.eof):
        raise http.client.IncompleteRead(bytes(content))
    return bytes(content)
