"""Cookies, host names, tokens and sizes."""

import pytest
from flask.testing import FlaskClient

from tests.people import log_in, make_user

PUBLIC_PAGES = ["/", "/toegankelijkheid", "/privacy", "/bestaat-niet", "/static/theme.css", "/?taal=en"]


@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_priv_4_public_pages_set_no_cookie(client: FlaskClient, address: str) -> None:
    assert client.get(address).headers.getlist("Set-Cookie") == []


def test_sec_4_cookie_of_https_site_is_bound_to_host(secure_get) -> None:
    (cookie,) = secure_get("/proef/sessie").headers.getlist("Set-Cookie")
    parts = cookie.split("; ")
    assert parts[0].startswith("__Host-ovkk=")
    assert set(parts[1:]) >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert "Domain" not in cookie


def test_sec_7_pages_of_who_is_logged_in_are_stored_nowhere(client: FlaskClient) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-cache"
    log_in(client, make_user("lezer"))
    assert client.get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "www.dorpen.example@evil.example", ""])
def test_sec_12_unknown_host_gets_400(secure_get, host: str) -> None:
    answer = secure_get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_sec_12_forwarded_host_is_ignored(secure_get) -> None:
    answer = secure_get("/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "localhost"])
def test_own_machine_answers_to_each_of_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_sec_5_form_without_token_is_refused(client: FlaskClient) -> None:
    answer = client.post("/proef/formulier", data={"name": "Vilsteren"})
    assert answer.status_code == 400
    assert "Het formulier is niet meer geldig." in answer.text


def test_sec_5_form_with_token_is_taken(client: FlaskClient, token: str) -> None:
    answer = client.post("/proef/formulier", data={"csrf_token": token, "name": "Vilsteren", "travel": "bus"})
    assert (answer.status_code, "Opgeslagen" in answer.text) == (200, True)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_sec_5_form_sent_from_another_site_is_refused_even_with_token(
    client: FlaskClient, token: str, site: str
) -> None:
    answer = client.post("/proef/formulier", data={"csrf_token": token, "name": "x"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 400


def test_sec_23_too_large_request_is_refused(client: FlaskClient, token: str) -> None:
    answer = client.post("/proef/formulier", data={"csrf_token": token, "name": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.text


def test_sec_23_too_many_parts_are_refused(client: FlaskClient, token: str) -> None:
    parts = {f"field{number}": "x" for number in range(2_001)}
    answer = client.post("/proef/formulier", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 413
