"""What consents keep of people, for the register, for who asks, and to be erased."""

from collections.abc import Collection, Iterator
from typing import Any

import peewee

from ovkk_core.consents.kinds import SuppressionReason
from ovkk_core.consents.models import (
    ConfirmationMail,
    Consent,
    Preference,
    SignUp,
    Suppression,
    UnsubscribeLink,
    Wording,
)
from ovkk_core.consents.purposes import purposes
from ovkk_core.consents.suppressing import suppress, suppressed_digest
from ovkk_core.contacts import Municipality
from ovkk_core.database import transaction
from ovkk_core.history import row_in_words
from ovkk_core.hookspecs import PersonalData, Processing

PROCESSING = [
    Processing(
        name="consents.consents",
        title="Toestemmingen en voorkeuren",
        purpose="Alleen mailen aan wie dat wil, en dat kunnen aantonen (Telecommunicatiewet 11.7, artikel 7 AVG)",
        basis="legal_obligation",
        people="Iedereen die toestemming gaf, introk of werd gevraagd; wie zich op de site aanmeldde",
        data="Waarvoor, in welke woorden, wanneer, hoe en het bewijs; thema's, gemeenten; bij aanmelden naam en adres",
        recipients="Niemand buiten de vereniging",
        term="Zolang de persoon bekend is; een onbevestigde aanmelding 7 dagen",
        source="De persoon zelf",
        tables=frozenset(
            {
                "consents_consent",
                "consents_preference",
                "consents_sign_up",
                "consents_confirmation_mail",
                "consents_unsubscribe_link",
            }
        ),
        exempt={"consents_wording": "De woorden waar mensen mee instemmen"},
    ),
    Processing(
        name="consents.suppressions",
        title="Adressen die geen mail krijgen",
        purpose="Niet mailen aan wie dat niet wil of waar mail niet aankomt, ook niet na wissen of opnieuw inlezen",
        basis="legitimate_interest",
        people="Wie geen mail meer wil of is gewist",
        data="Een versleutelde vingerafdruk van het e-mailadres, de reden en het moment",
        recipients="Niemand buiten de vereniging",
        term="Blijvend: zonder deze lijst kan de belofte niet worden gehouden",
        source="De persoon zelf of de mailserver",
        tables=frozenset({"consents_suppression"}),
    ),
]
CONSENT: dict[str, Any] = {
    "Waarvoor": lambda consent: _title(consent.purpose),
    "Stand": "state",
    "Woorden": lambda consent: consent.wording.text if consent.wording_id else "",
    "Gevraagd": "asked_at",
    "Gegeven": "given_at",
    "Hoe": "how",
    "Bewijs": "proof",
    "Ingetrokken": "withdrawn_at",
    "Hoe ingetrokken": "withdrawn_how",
    "Vervangen": "replaced_at",
}
SUPPRESSION: dict[str, Any] = {
    "Waarvoor": lambda row: _title(row.purpose) if row.purpose else "alle mail",
    "Reden": "reason",
    "Toelichting": "note",
    "Sinds": "at",
}
SIGN_UP = {"E-mailadres": "address", "Voornaam": "given_name", "Achternaam": "family_name", "Aangemeld": "at"}


def held(person_id: int, addresses: Collection[str]) -> Iterator[PersonalData]:
    """Give the decisions, the preferences, why no mail goes to the person, and sign-ups that wait."""
    decided = Consent.select(Consent, Wording).left_outer_join(Wording).where(Consent.person == person_id)
    yield PersonalData("Toestemmingen", tuple(row_in_words(one, CONSENT) for one in decided.order_by(Consent.id)))
    wanted = Preference.select().where(Preference.person == person_id)
    yield PersonalData("Waarover u wilt lezen", tuple(_preference(one) for one in wanted))
    listed = Suppression.select().where(_listed(person_id, addresses)).order_by(Suppression.id)
    yield PersonalData("Waarom u geen mail krijgt", tuple(row_in_words(one, SUPPRESSION) for one in listed))
    asked = SignUp.select().where(_at(SignUp, addresses)).order_by(SignUp.id)
    yield PersonalData("Aanmelding op de site", tuple(row_in_words(one, SIGN_UP) for one in asked))


def erase(person_id: int, addresses: Collection[str]) -> None:
    """Delete all but the keyed hash that keeps mail from going to the addresses ever again."""
    with transaction():
        for address in sorted(addresses):
            suppress(address, SuppressionReason.ERASED)
        Suppression.update(note="", person=None, by="").where(_listed(person_id, addresses)).execute()
        UnsubscribeLink.delete().where(
            (UnsubscribeLink.person == person_id) | _at(UnsubscribeLink, addresses)
        ).execute()
        SignUp.delete().where(_at(SignUp, addresses)).execute()
        ConfirmationMail.delete().where(ConfirmationMail.digest.in_(_digests(addresses))).execute()
        Preference.delete().where(Preference.person == person_id).execute()
        Consent.delete().where(Consent.person == person_id).execute()


def _preference(row: Preference) -> dict[str, str]:
    places = Municipality.select().where(Municipality.id.in_(row.municipalities)).order_by(Municipality.sort_key)
    return row_in_words(
        row, {"Thema's": "themes", "Gemeenten": lambda _: [place.name for place in places], "Sinds": "changed_at"}
    )


def _title(purpose: str) -> str:
    known = purposes().get(purpose)
    return known.title if known else purpose


def _at(model: Any, addresses: Collection[str]) -> Any:
    return peewee.fn.LOWER(model.address).in_(sorted(addresses))


def _listed(person_id: int, addresses: Collection[str]) -> Any:
    return (Suppression.person == person_id) | Suppression.digest.in_(_digests(addresses))


def _digests(addresses: Collection[str]) -> list[str]:
    return [suppressed_digest(address) for address in sorted(addresses)]
