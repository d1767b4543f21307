"""What every response tells the browser."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from ovkk_core.app import create_app
from ovkk_core.config import Settings

ADDRESSES = [
    "/",
    "/bestaat-niet",
    "/proef/stuk",
    "/proef/fout",
    "/static/web/icon.svg",
    "/healthz",
    "/static/theme.css",
]
POLICY = (
    "default-src 'none'; script-src 'nonce-N'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_sec_6_policy_stands_on_every_response(client: FlaskClient, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    assert re.sub("nonce-[A-Za-z0-9_-]{24}'", "nonce-N'", policy) == POLICY


@pytest.mark.parametrize("address", ADDRESSES)
def test_sec_7_headers_stand_on_every_response(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    assert "Strict-Transport-Security" not in headers


def test_sec_7_page_with_a_token_in_its_address_is_passed_on_to_nobody(client: FlaskClient) -> None:
    headers = client.get("/proef/u/hK3Zq8wT1xR5yV7bN9mQ").headers
    assert (headers["Referrer-Policy"], headers["Cache-Control"], headers["X-Robots-Tag"]) == (
        "no-referrer",
        "no-store",
        "noindex",
    )


def test_sec_7_https_site_asks_for_https_for_a_year(secure_get) -> None:
    headers = secure_get("/").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_sec_6_nonce_differs_per_response_and_is_the_one_of_its_scripts(client: FlaskClient) -> None:
    nonces = set()
    for _ in range(3):
        answer = client.get("/")
        (nonce,) = re.findall("nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        assert re.findall(r'<script[^>]*nonce="([^"]+)"', answer.text) == [nonce]
        nonces.add(nonce)
    assert len(nonces) == 3


def test_sec_6_pages_hold_no_inline_style_handler_or_script(client: FlaskClient) -> None:
    for address in ("/", "/toegankelijkheid", "/privacy", "/bestaat-niet", "/proef/formulier"):
        page = client.get(address).text
        assert not re.search(r'<style|\sstyle=|\son[a-z]+="|javascript:', page), address


def test_sec_6_map_tiles_are_allowed_from_their_host_only(settings: Settings) -> None:
    app = create_app(replace(settings, tiles_url="https://{s}.kaart.example/{z}/{x}/{y}.png"))
    policy = app.test_client().get("/healthz").headers["Content-Security-Policy"]
    assert "img-src 'self' https://*.kaart.example;" in policy
