"""Asks the DNS, through the resolver of this machine or one that is given; nothing else is contacted."""

from typing import Any

import dns.exception
import dns.resolver
import dns.reversename

from ovkk_core.errors import OvkkError

PATIENCE = 4.0  # seconds for one question, with its repeats


class LookupFailedError(OvkkError):
    """The resolver gave no answer: neither yes nor no."""


class Lookup:
    """Questions to one resolver. A name or record that does not exist gives an empty list."""

    def __init__(self, resolver: dns.resolver.Resolver | None = None) -> None:
        self._resolver = resolver or _own()
        self._resolver.lifetime = PATIENCE

    def texts(self, name: str) -> list[str]:
        """Give the TXT records of ``name``, each with its strings joined."""
        return [b"".join(found.strings).decode("utf-8", "replace") for found in self._ask(name, "TXT")]

    def hosts(self, name: str) -> list[str]:
        """Give the addresses of ``name``, IPv4 first."""
        return [found.address for kind in ("A", "AAAA") for found in self._ask(name, kind)]

    def exchangers(self, name: str) -> list[str]:
        """Give the mail servers of a domain, the preferred first."""
        found = sorted(self._ask(name, "MX"), key=lambda one: one.preference)
        return [one.exchange.to_text(omit_final_dot=True) for one in found]

    def names(self, address: str) -> list[str]:
        """Give the names of an IP address (PTR)."""
        reverse = dns.reversename.from_address(address).to_text()
        return [found.target.to_text(omit_final_dot=True) for found in self._ask(reverse, "PTR")]

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            return list(self._resolver.resolve(name, kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError) as error:
            raise LookupFailedError(f"De DNS gaf over {name} geen antwoord ({type(error).__name__}).") from error


def _own() -> dns.resolver.Resolver:
    try:
        return dns.resolver.Resolver()
    except dns.exception.DNSException as error:
        raise LookupFailedError("Deze machine heeft geen DNS-server ingesteld.") from error
