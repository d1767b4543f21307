"""SEC-1: who may do what stands in a reviewed file, and the application does as the file says.

``OVKK_UPDATE_MATRIX=1`` writes ``permission_matrix.txt`` anew; read what changed before you commit it.
"""

import os
import re
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule, UUIDConverter

from ovkk_core.accounts import OWN_GUARD, PUBLIC, ROLES, SIGNED_IN, declared_permissions, may, rule_of
from ovkk_core.registry import registry, switch
from tests.people import log_in, make_user

MATRIX = Path(__file__).with_name("permission_matrix.txt")
DENIED = {401, 403}
NOBODY = "nobody"  # Flask-Security has these routes, we do not use them
UNUSED = {"security.static", "security.two_factor_rescue", "security.tf_select"}
LOGIN = re.compile(r"/(inloggen|login)")

pytestmark = pytest.mark.usefixtures("database")


def rules_of(app: Flask) -> dict[str, str]:
    """Give ``VERBS address endpoint`` → rule of every route."""
    return {
        f"{','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule} {rule.endpoint}": (
            rule_of(app, rule.endpoint) or NOBODY
        )
        for rule in app.url_map.iter_rules()
    }


def roles_with(rule: str) -> str:
    """Name the roles that may."""
    if rule in {PUBLIC, SIGNED_IN, OWN_GUARD}:
        return ""
    return " ".join(role for role in ROLES if rule in granted(role))


def granted(role: str) -> frozenset[str]:
    """Give the permissions that a role has when nobody changed them."""
    everything = declared_permissions()
    return frozenset(p.name for p in everything.values() if role == "beheerder" or role in p.roles)


def test_sec_1_every_route_has_the_reviewed_rule(app: Flask) -> None:
    shown = [f"{route} → {rule} [{roles_with(rule)}]" for route, rule in sorted(rules_of(app).items())]
    text = "\n".join(line.removesuffix(" []") for line in shown) + "\n"
    if os.environ.get("OVKK_UPDATE_MATRIX"):
        MATRIX.write_text(text)
    assert text == MATRIX.read_text()


def test_sec_1_no_route_is_without_a_rule(app: Flask) -> None:
    known = {PUBLIC, SIGNED_IN, OWN_GUARD, *declared_permissions()}
    unknown = {route.rpartition(" ")[2]: rule for route, rule in rules_of(app).items() if rule not in known}
    assert unknown == dict.fromkeys(UNUSED, NOBODY)


def test_sec_1_roles_have_what_the_plugins_declare() -> None:
    for role in ROLES:
        user = make_user(role)
        assert {name for name in declared_permissions() if may(name, user)} == granted(role), role


def example_of(converter: object) -> object:
    """Give a value for a part of an address: of a thing that does not exist."""
    if isinstance(converter, AnyConverter):
        return next(iter(converter.items))
    return UUID(int=9) if isinstance(converter, UUIDConverter) else "999999"


def address_of(app: Flask, rule: Rule) -> str | None:
    """Give an address of the route, with things that do not exist for its arguments."""
    values = {name: example_of(rule._converters[name]) for name in rule._converters} | (rule.defaults or {})
    with app.test_request_context():
        built = rule.build(values, append_unknown=False)
    return built[1] if built else None


@pytest.mark.parametrize("role", ["", *ROLES])
def test_sec_1_walk_over_every_route_meets_its_rule(app: Flask, client: FlaskClient, role: str) -> None:
    for plugin in [p for p in registry.plugins.values() if not p.builtin and not p.broken]:
        switch(plugin.name, True)
    if role:
        log_in(client, make_user(role))
    wrong = []
    for rule in app.url_map.iter_rules():
        needed = rule_of(app, rule.endpoint)
        address = address_of(app, rule)
        if rule.endpoint.startswith("security.") or needed == OWN_GUARD or address is None:
            continue
        open_to_us = needed == PUBLIC or (role and needed == SIGNED_IN) or needed in (granted(role) if role else ())
        for verb in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.open(address, method=verb)
            refused = answer.status_code in DENIED or LOGIN.search(answer.headers.get("Location", "")) is not None
            if refused is bool(open_to_us) or answer.status_code >= 500:
                wrong.append(f"{verb} {address} ({needed}): {answer.status_code} {answer.headers.get('Location', '')}")
    assert wrong == []
