"""Dutch by default, English by the address or by the user's own choice."""

from flask import Flask, url_for
from flask.testing import FlaskClient

from ovkk_core.web import in_language
from tests.people import log_in, make_user


def test_page_is_dutch_by_default(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "de"}).text
    assert '<html lang="nl">' in page
    assert "Naar de inhoud" in page


def test_page_is_english_when_asked_and_links_stay_english(client: FlaskClient) -> None:
    page = client.get("/?taal=en").text
    assert '<html lang="en">' in page
    assert 'href="/privacy?taal=en"' in page
    assert 'href="/?taal=nl" lang="nl"' in page


def test_unknown_language_is_dutch(client: FlaskClient) -> None:
    assert '<html lang="nl">' in client.get("/?taal=%3Cscript%3E").text


def test_user_sees_own_language(client: FlaskClient) -> None:
    user = make_user("lezer")
    user.language = "en"
    user.save()
    log_in(client, user)
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="nl">' in client.get("/?taal=nl").text


def test_link_to_other_language_keeps_the_question(client: FlaskClient) -> None:
    assert 'href="/privacy?plaats=Den+Ham&amp;taal=en"' in client.get("/privacy?plaats=Den+Ham").text


def test_files_feeds_and_other_sites_get_no_language(app: Flask) -> None:
    with app.test_request_context("/?taal=en"):
        assert url_for("web.privacy") == "/privacy?taal=en"
        assert url_for("web.asset", room="web", file="icon.svg") == "/static/web/icon.svg"
        assert in_language("/kalender/alles.ics") == "/kalender/alles.ics"
        assert in_language("https://dorp.example/") == "https://dorp.example/"
