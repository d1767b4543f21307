"""Which addresses on the internet we go to: only those that are open to everybody (SEC-17, FEED-11)."""

import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from ovkk_core.errors import OvkkError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SCHEMES = {"http": 80, "https": 443}
PORTS = frozenset(SCHEMES.values())
LONGEST = 2_000
CARRIES_IPV4 = {ip_network("64:ff9b::/96"): 0, ip_network("2002::/16"): 80}  # NAT64 and 6to4: where in it, from the end
REFUSED = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3"),
            *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "3fff::/20", "5f00::/16", "fec0::/10"),
        ),
    )
)


class FetchError(OvkkError):
    """Something could not be fetched from another site; the words say why and what to do."""

    status = 502


@dataclass(frozen=True)
class Target:
    """An address that was taken apart and may be gone to, but for where its name leads."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value for the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES["https" if self.secure else "http"] else f"{host}:{self.port}"


def web_address(address: str) -> str:
    """Give an address for the web: ``webcal`` is only another word for https."""
    return re.sub(r"^webcals?:", "https:", address.strip(), flags=re.IGNORECASE)


def target_of(address: str, ports: frozenset[int] | None = PORTS) -> Target:
    """Take an address apart; ``webcal`` becomes https. Raises :class:`FetchError` for one we do not go to."""
    try:
        parts = urlsplit(web_address(address))
        port = parts.port
    except ValueError as error:
        raise FetchError("Dit adres is niet te lezen. Plak het hele adres van de agenda opnieuw.") from error
    if parts.scheme not in SCHEMES or not parts.hostname or len(address) > LONGEST:
        raise FetchError("Dit is geen webadres. Het moet beginnen met https://, http:// of webcal://.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("In dit adres staat een gebruikersnaam. Vraag om een adres zonder inloggegevens.")
    port = SCHEMES[parts.scheme] if port is None else port
    if ports is not None and port not in ports:
        raise FetchError(f"Dit adres gebruikt poort {port}. Alleen de gewone poorten 80 en 443 worden gebruikt.")
    return Target(parts.scheme == "https", _ascii(parts.hostname), port, _path(parts))


def _ascii(host: str) -> str:
    """Give the name as it goes over the line; a literal IPv6 address as it is."""
    if ":" in host:
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise FetchError("De naam van de website in dit adres bestaat niet. Controleer het adres.") from error


def _path(parts: SplitResult) -> str:
    """Give path and question with everything escaped that could break the request line."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else path


def refused(address: Address) -> bool:
    """Say whether an address is not one on the open internet: ours, somebody's inner network, or of no one host."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return refused(address.ipv4_mapped)
        for network, from_the_end in CARRIES_IPV4.items():
            if address in network and refused(IPv4Address(int(address) >> from_the_end & 0xFFFFFFFF)):
                return True
        if address in ip_network("64:ff9b::/96"):
            return False  # known as global only to newer Pythons; what it carries was judged
    if any(address.version == network.version and address in network for network in REFUSED):
        return True
    return not address.is_global or address.is_multicast or address.is_reserved


Resolver = Callable[[str, int], Sequence[Any]]


def resolve(host: str, port: int) -> Sequence[Any]:
    """Ask the system where ``host`` is."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def checked(target: Target, resolver: Resolver, allow: Sequence[Network], seconds: float) -> list[Address]:
    """Give where the name leads to, once; connect to these and nothing else, so that a second answer cannot matter.

    Raises :class:`FetchError` when it leads nowhere, or when any of the addresses is refused and not in ``allow``.
    """
    answers: list[Any] = []

    def ask() -> None:
        try:
            answers.append(resolver(target.host, target.port))
        except (OSError, UnicodeError):
            answers.append([])

    thread = threading.Thread(target=ask, daemon=True, name="resolver")  # a resolver cannot be told to hurry
    thread.start()
    thread.join(max(seconds, 0))
    found = [ip_address(str(answer[4][0]).partition("%")[0]) for answer in (answers[0] if answers else [])]
    if not found:
        raise FetchError(f"De website {target.host} is niet gevonden. Controleer het adres, of probeer het later.")
    if any(refused(one) and not _allowed(one, allow) for one in found):
        raise FetchError(
            f"Het adres {target.host} leidt naar een besloten netwerk. Alleen openbare websites worden gelezen."
        )
    return list(dict.fromkeys(found))


def _allowed(address: Address, allow: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in allow)
