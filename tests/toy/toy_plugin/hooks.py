"""This plugin's hook implementations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from ovkk_core.contacts import Person
from ovkk_core.hookspecs import (
    AskedSubject,
    AudienceCondition,
    CalendarSpec,
    EventChange,
    Evidence,
    Health,
    HomeBlock,
    Impact,
    Indicator,
    JobSpec,
    MailKind,
    MailRecipient,
    NavigationItem,
    NewsletterItem,
    OutsideEvent,
    Panel,
    Permission,
    PersonalData,
    Processing,
    Purpose,
    ReceivedMail,
    RetentionRule,
    SettingSpec,
    Subject,
    TimelineItem,
    TodoItem,
    hookimpl,
)
from ovkk_core.registry import setting
from toy_plugin import admin, jobs, privacy
from toy_plugin.models import Toy
from toy_plugin.views import blueprint

if TYPE_CHECKING:
    from flask import Blueprint
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User
    from ovkk_core.audiences import Audience
    from ovkk_core.calendars import Event
    from ovkk_core.contacts import Organisation, Person


def owners_of(kinds: tuple[str, ...]) -> object:
    """Give the condition for who has a toy of these kinds."""
    return Person.family_name.in_(Toy.select(Toy.title).where(Toy.kind.in_(kinds)))


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Give the page of toys."""
    return [blueprint]


@hookimpl
def register_admin_views() -> Iterable[BaseView]:
    """Give the screen of toys."""
    return admin.views()


@hookimpl
def register_calendars() -> Iterable[CalendarSpec]:
    """Describe the feed of toys."""
    return [CalendarSpec("Speelgoed", "Wanneer er gespeeld wordt.", "teal")]


@hookimpl
def register_mails() -> Iterable[MailKind]:
    """Declare the one mail."""
    return [MailKind("toy.hello", "Speelgoed", "toy/mail/hello", {"name": "naam van de ontvanger"}, {"name": "Anna"})]


@hookimpl
def register_audience_conditions() -> Iterable[AudienceCondition]:
    """Let people be chosen by the toy that bears their family name."""
    return [
        AudienceCondition(
            "toy.plays",
            "Speelgoed",
            "person",
            owners_of,
            lambda words: f"met {' of '.join(words)}",
            lambda: Toy.select(Toy.kind, Toy.kind).distinct().tuples(),
        )
    ]


@hookimpl
def register_purposes() -> Iterable[Purpose]:
    """Declare the news about toys."""
    return [Purpose("toy.news", "Speelgoednieuws", "Wat er nieuw is om mee te spelen.", "consent", marketing=True)]


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Declare who may look, change and export."""
    return admin.PERMISSIONS


@hookimpl
def register_jobs() -> Iterable[JobSpec]:
    """Declare the work."""
    return jobs.JOBS


@hookimpl
def register_settings() -> Iterable[SettingSpec]:
    """Let the association choose the word for toys."""
    return [SettingSpec("toy.word", "Woord voor speelgoed", "speelgoed")]


@hookimpl
def register_indicators() -> Iterable[Indicator]:
    """Declare how many toys there are, whatever the period."""
    return [
        Indicator("toy.toys", "Speelgoed", "stuks", lambda _period: Evidence(Toy.select().count(), (("Trein", ""),)))
    ]


@hookimpl
def register_commands() -> Iterable[click.Command]:
    """Give the command that counts."""

    @click.command()
    def count() -> None:
        """Tel het speelgoed."""
        click.echo(Toy.select().count())

    return [count]


@hookimpl
def home_blocks() -> Iterable[HomeBlock]:
    """Give the count for the home page."""
    return [HomeBlock("toy/home.html", {"count": Toy.select().count()}, order=90)]


@hookimpl
def navigation_items() -> Iterable[NavigationItem]:
    """Give the link, in the word of the association."""
    return [NavigationItem(setting("toy.word").capitalize(), "/speelgoed", order=90)]


@hookimpl
def todo_items(user: User) -> Iterable[TodoItem]:
    """Ask everybody to play."""
    return [TodoItem(f"Speel eens, {user.name}", "/speelgoed", "Spelen")]


@hookimpl
def panels(subject: Subject) -> Iterable[Panel]:
    """Tell everybody about the toys of a place, and who may read toys about those of others."""
    everybody = subject.kind in {"village", "municipality"}
    return [Panel("Speelgoed", "toy/home.html", {"count": 3}, "toy.read", everybody)]


@hookimpl
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give a toy at the start of the year, to who may read toys."""
    return [TimelineItem(datetime(2026, 1, 1, tzinfo=UTC), "Speelgoed", "Een houten trein", "", "", "toy.read")][:most]


@hookimpl
def disable_impact(plugin: str) -> Iterable[Impact]:
    """Count the toys that disappear from sight."""
    return [Impact(Toy.select().count(), "stuks speelgoed")] if plugin == "toy" else []


@hookimpl
def health_checks() -> Iterable[Health]:
    """Say that all is well."""
    return [Health("Speelgoed", True, "Alles is heel.")]


@hookimpl
def outside_events(since: datetime, until: datetime) -> Iterable[OutsideEvent]:
    """Let the neighbours hold a fair in the first hour that is asked for."""
    end = since + timedelta(hours=1)
    return [OutsideEvent("Speelgoedbeurs", since, end, False, "Groningen", "De buren", "", None, True)]


@hookimpl
def newsletter_items(audience: Audience, since: datetime, until: datetime) -> Iterable[NewsletterItem]:
    """Tell everybody of the train."""
    return [NewsletterItem("toy:train", "De trein", f"Voor {audience}.", "Speelgoed", "/speelgoed", until.date())]


@hookimpl
def asked_subjects() -> Iterable[AskedSubject]:
    """Let a mailing ask who comes to the fair; whose number stands on the list has answered."""
    listed = Toy.select().where(Toy.kind == "antwoord")
    return [AskedSubject("toy.fair", "Speelgoedbeurs", lambda people: {int(t.title) for t in listed} & set(people))]


@hookimpl
def mail_recipients(user: User, words: str) -> Iterable[MailRecipient]:
    """Let mails be looked at as the bear gets them."""
    return [MailRecipient("toy_toy", 1, f"Beer {words}", {"name": "Beer"})]


@hookimpl
def on_event_changed(event: Event, change: EventChange) -> None:
    """Write down what was told."""
    Toy.create(title=f"{change.value} {event.uid}", kind="gehoord")


@hookimpl
def on_consent_changed(person_id: int, purpose: str) -> None:
    """Write down what was told."""
    Toy.create(title=f"toestemming {person_id} {purpose}", kind="gehoord")


@hookimpl
def on_contacts_merged(kept: Person | Organisation, merged: Person | Organisation) -> None:
    """Write down what was told."""
    Toy.create(title=f"samen {kept.id} {merged.id}", kind="gehoord")


@hookimpl
def on_position_handed_over(old_position_id: int, new_position_id: int) -> None:
    """Write down what was told."""
    Toy.create(title=f"opvolging {old_position_id} {new_position_id}", kind="gehoord")


@hookimpl
def on_mail_received(message: ReceivedMail) -> None:
    """Write down what was told."""
    Toy.create(title=f"post {message.kind} {message.subject}", kind="gehoord")


@hookimpl
def on_bounced(address: str, reason: str) -> None:
    """Write down what was told."""
    Toy.create(title=f"terug {address} {'5.1.1' in reason}", kind="gehoord")


@hookimpl
def on_plugin_switched(name: str, enabled: bool) -> None:
    """Write down what was told."""
    Toy.create(title=f"{name} {'aan' if enabled else 'uit'}", kind="gehoord")


@hookimpl
def load_demo() -> None:
    """Add the demonstration toy."""
    jobs.make_toy("Houten trein")


@hookimpl
def register_processing() -> Iterable[Processing]:
    """Declare that a toy may be named after somebody."""
    return privacy.PROCESSING


@hookimpl
def personal_data(person_id: int, addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give what is kept of a person."""
    return privacy.held(person_id, addresses)


@hookimpl
def retention_rules() -> Iterable[RetentionRule]:
    """Say what goes after how long."""
    return privacy.RULES


@hookimpl
def on_person_erased(person_id: int, addresses: frozenset[str]) -> None:
    """Delete or anonymise what is kept of a person."""
    privacy.erase(person_id, addresses)
