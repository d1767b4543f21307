"""Every hook a plugin may implement, and the values that cross. ``docs/hooks.md`` is made from this file.

A hook is implemented by a function of the same name in a plugin's ``hooks.py``, marked ``@hookimpl``; it may
leave out arguments it does not need. Core calls plugins one by one, each in a thread with a database connection
of its own: what raises, hangs (more than ``HOOK_SECONDS``) or returns the wrong type is logged and shown on the
plugin page with its reason, its answer is left out, and everybody else's is used. A hook that hung is not called
again until the plugin is switched off or on.
"""

# long because every specification stands in the one file that a plugin's maker reads
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Literal

import pluggy

if TYPE_CHECKING:
    import click
    from flask import Blueprint
    from flask_admin.base import BaseView

    from ovkk_core.accounts import User
    from ovkk_core.audiences import Audience
    from ovkk_core.calendars import Event
    from ovkk_core.contacts import Organisation, Person

PROJECT = "ovkk"
CONTRACT = 1  # raised when a hook changes; a plugin names the one it was written for
HOOK_SECONDS = 5.0
UNHURRIED = frozenset({"load_demo"})  # a person waits for these at the command line, however long

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@dataclass(frozen=True)
class Permission:
    """A right, ``<room>.<what>``, with the Dutch words for it and the roles that have it by default."""

    name: str
    title: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class JobSpec:
    """Work for the worker. ``every`` is a crontab line of five fields, in Europe/Amsterdam, or None: on demand.

    ``run`` is called with the keyword arguments given when enqueued, in a worker, at least once: it must be
    harmless to run twice. ``name`` is ``<room>.<what>``.
    """

    name: str
    title: str
    run: Callable[..., object]
    every: str | None = None


@dataclass(frozen=True)
class SettingSpec:
    """Something the association may change in the admin; ``key`` is ``<room>.<what>``.

    A ``picture`` is one of the gallery, kept as the number of its file; "" is none.
    """

    key: str
    title: str
    default: str
    help: str = ""
    kind: Literal["line", "text", "number", "switch", "colour", "picture"] = "line"


@dataclass(frozen=True)
class MailKind:
    """A mail that can be sent: ``name`` is ``<room>.<what>``; ``template`` is the path of a trio without ending.

    ``<template>.subject.txt``, ``<template>.txt`` and ``<template>.mjml`` may use the ``placeholders`` (name →
    Dutch explanation) and nothing else. Those about the recipient are called ``salutation``, ``name``, ``position``
    and ``organisation``. ``sample`` fills the preview. A kind without a template is written anew each
    time and goes to many (``mail.store_body``). ``automatic`` mail is sent by the system itself, and says so
    (RFC 3834); what a person writes is not. ``resend_in_doubt``: send again when nobody knows whether it arrived.
    ``confidential``: never as a mailing list (MAIL-18).
    """

    name: str
    title: str
    template: str
    placeholders: Mapping[str, str]
    sample: Mapping[str, str]
    resend_in_doubt: bool = True
    automatic: bool = True
    confidential: bool = False


@dataclass(frozen=True)
class MailRecipient:
    """Somebody as whom the texts of a mail are looked at; ``name`` also tells namesakes apart.

    ``values`` are for placeholders about the recipient (see :class:`MailKind`). ``table`` and ``id`` are the row about
    them, by which the audit trail says who was looked at.
    """

    table: str
    id: int
    name: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class CalendarSpec:
    """A public feed of this plugin's own events, at ``/kalender/<plugin>.ics``."""

    title: str
    description: str
    colour: str  # a CSS3 colour name (RFC 7986 5.9)


@dataclass(frozen=True)
class NavigationItem:
    """A link in the public menu; lower ``order`` comes first."""

    title: str
    address: str
    order: int = 50


@dataclass(frozen=True)
class HomeBlock:
    """A part of the public home page: a template and what it may use; lower ``order`` comes first."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    order: int = 50


@dataclass(frozen=True)
class Subject:
    """Whom or what a dossier is about. ``addresses`` are its mail addresses, those of its present positions too."""

    kind: Literal["person", "organisation", "village", "municipality"]
    id: int
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Panel:
    """A part of a dossier, under its own heading: a template and what it may use; lower ``order`` comes first.

    Only who has ``permission`` sees it. A ``public`` one stands on the public page of a village or municipality, for
    anybody; it holds nobody's address or phone number. Values may be queries: what is not shown is not asked.
    """

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    permission: str | None = None
    public: bool = False
    order: int = 50


@dataclass(frozen=True)
class TimelineItem:
    """Something that happened, or will: when (aware), what kind of thing in one Dutch word, and what.

    ``text`` says more, "" for nothing; ``address`` is the page about it, or "". Only who has ``permission`` sees it.
    """

    at: datetime
    kind: str
    title: str
    text: str = ""
    address: str = ""
    permission: str | None = None


@dataclass(frozen=True)
class TodoItem:
    """One thing that asks this user's attention: what, by when, and the screen (with its button's words)."""

    title: str
    address: str
    button: str
    due: date | None = None


@dataclass(frozen=True)
class Impact:
    """What stops when a plugin is switched off, counted: ``Impact(3, "geplande mails")``."""

    count: int
    what: str


@dataclass(frozen=True)
class Health:
    """One check of how things are; ``message`` is Dutch and says what to do when not ``ok``."""

    title: str
    ok: bool
    message: str


@dataclass(frozen=True)
class OutsideEvent:
    """Something that others planned. The moments are aware UTC; of whole days: local midnight up to local midnight.

    ``source`` is who planned it, for people; ``address`` is its own page, or "". ``public`` only when somebody, or
    a rule somebody made, judged it fit for the public agenda; what is not public is for planning only. ``uid`` names
    it for good in partners' calendars (a UUID of ours, never the maker's); with "" it is in no calendar of a partner.
    ``changed_at`` is when it last changed. When what is public changes, call ``rewrite_feeds`` of the calendars.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    place: str
    source: str
    address: str
    municipality_id: int | None
    public: bool
    uid: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True)
class AudienceCondition:
    """Something by which to choose whom an audience has; ``name`` is ``<room>.<what>``.

    ``choices`` gives the (value, words) to tick, of which any one will do; without it two numbers are asked, from and
    up to and including. ``where`` gets the chosen values as strings (of numbers two, "" for no limit) and gives a
    peewee expression. A condition about a ``"position"`` may name Position and its Organisation, one about a
    ``"person"`` the Person: the holder of a position, or somebody without one. What it says nothing of is not chosen.
    ``phrase`` gets the words of what was chosen and gives Dutch words that go after "iedereen", such as "in Ommen";
    for a ``noun`` they stand instead of it: "secretarissen". Phrases follow one another by ``order``.
    """

    name: str
    title: str
    about: Literal["position", "person"]
    where: Callable[..., object]
    phrase: Callable[..., object]
    choices: Callable[..., object] | None = None
    noun: bool = False
    order: int = 50


@dataclass(frozen=True)
class Purpose:
    """Something we write to people for. ``name`` is ``<room>.<what>``; ``title`` and ``explanation`` are Dutch.

    On ``consent`` only who agreed is written to; on ``membership`` also who holds a position, until they object;
    ``legal`` is what statutes and law ask of us, and cannot be objected to. ``marketing`` is mail for a commercial,
    idealistic or charitable aim, which needs ``consent`` (PRIV-3).
    """

    name: str
    title: str
    explanation: str
    basis: Literal["consent", "membership", "legal"]
    marketing: bool


@dataclass(frozen=True)
class Processing:
    """Something done with data about people, for the register that the law asks (GDPR 30). All words are Dutch.

    ``name`` is ``<room>.<what>``. ``people`` and ``data`` are the kinds of them, ``term`` how long it is kept,
    ``source`` where it comes from. ``tables`` hold it. A table that looks as if it held such data but does not, or
    not in a way that anybody could ask for, stands in ``exempt`` with the reason.
    """

    name: str
    title: str
    purpose: str
    basis: Literal["consent", "contract", "legal_obligation", "legitimate_interest"]
    people: str
    data: str
    recipients: str
    term: str
    source: str
    tables: frozenset[str]
    exempt: Mapping[str, str] = field(default_factory=dict)


def nothing_personal(name: str, exempt: Mapping[str, str]) -> Processing:
    """Give the declaration of a room that keeps nothing of people: table → why; it stands in no register."""
    return Processing(name, "", "", "legitimate_interest", "", "", "", "", "", frozenset(), exempt)


@dataclass(frozen=True)
class PersonalData:
    """What is kept of one person under one ``title``: ``rows`` of Dutch label → text, without data of others."""

    title: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class RetentionRule:
    """How long something is kept: ``keep`` months (or days) ``after`` something, which the association may change.

    ``name`` is ``<room>.<what>``; ``title`` says what goes, ``basis`` why it is kept that long, all in Dutch.
    ``find`` gets a moment (aware UTC) and gives the query of the rows from before it that are to go, each of which
    ``show`` puts in words. ``run`` gets the moment, deletes or anonymises them and gives how many; it may be repeated.
    """

    name: str
    title: str
    keep: int
    after: str
    basis: str
    find: Callable[..., object]
    run: Callable[..., object]
    unit: Literal["months", "days"] = "months"
    show: Callable[..., object] = str


@dataclass(frozen=True)
class NewsletterItem:
    """Something to tell in a newsletter, in Dutch. ``key`` names for good what it is about, such as an event's UID.

    Nobody is told the same key twice. Of several with one key the last is used: a plugin tells of its own events
    better than the calendar does. ``text`` is plain, with an empty line between paragraphs; ``section`` is the name
    of the part where it belongs, such as "Agenda"; ``address`` is a path of ours or a web address, or "". Within a
    section items stand by ``day``.
    """

    key: str
    title: str
    text: str
    section: str
    address: str = ""
    day: date | None = None


@dataclass(frozen=True)
class AskedSubject:
    """Something that people answer, such as a date poll, so that a mailing can be about it; ``key`` stays the same.

    ``answered`` gets ids of persons, and gives those of them who answered. What raises is put down to the plugin.
    """

    key: str
    title: str
    answered: Callable[..., object]


@dataclass(frozen=True)
class ReceivedMail:
    """A message that came in. ``kind`` is ``bounce``, ``calendar_reply``, ``unsubscribe``, ``complaint``,
    ``automatic`` (an absence, a receipt), ``answer`` (to a mail of ours) or ``other``.

    ``outbox_id`` and ``outbox_kind`` name the mail of ours that it is about, None and "" for none. Only when
    ``proven`` is that certain: anybody can write any ``sender`` and name any mail. ``text`` is plain text.
    """

    id: int
    kind: str
    sender: str
    name: str
    subject: str
    text: str
    received_at: datetime
    outbox_id: int | None
    outbox_kind: str
    proven: bool


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included, in Europe/Amsterdam."""

    first: date
    last: date


@dataclass(frozen=True)
class Evidence:
    """A figure with what it rests on. ``records`` are (words, address of a page or ""); they name no persons.

    ``persons`` and ``organisations`` are how many different ones it is about, None when it is about none.
    """

    count: int
    records: tuple[tuple[str, str], ...] = ()
    persons: int | None = None
    organisations: int | None = None


@dataclass(frozen=True)
class Indicator:
    """A figure to account for; ``name`` is ``<room>.<what>``, ``unit`` such as "nummers"; both words in Dutch.

    ``evidence`` gets a :class:`Period` and gives the :class:`Evidence`, computed from the records each time.
    """

    name: str
    title: str
    unit: str
    evidence: Callable[..., object]


class EventChange(Enum):
    """What happened to an event."""

    CREATED = "created"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


# --- Startup: asked once of every installed plugin, on or off -------------------------------------------------


@hookspec
def register_blueprints() -> Iterable[Blueprint]:
    """Give the plugin's public pages, called once when the application is made.

    Core answers 404 for all of them while the plugin is off, and denies every view that does not say who may
    (``@public`` or ``@requires(...)`` from ``ovkk_core.accounts``).
    """
    raise NotImplementedError


@hookspec
def register_admin_views() -> Iterable[BaseView]:
    """Give new admin screens, called once per application: children of ``AdminView`` or ``AdminPage``.

    Both come from ``ovkk_core.web``; any other view is refused. Core shows them under ``/beheer/`` in the menu of
    the plugin, and answers 404 while the plugin is off.
    """
    raise NotImplementedError


@hookspec
def register_calendars() -> Iterable[CalendarSpec]:
    """Describe the plugin's feed (none or one), so that people can subscribe to it.

    Core selects the plugin's own published events, serves them and lists the feed on ``/abonneren``.
    """
    raise NotImplementedError


@hookspec
def register_mails() -> Iterable[MailKind]:
    """Declare the mails the plugin can send. Core refuses to compose a mail that nobody declared."""
    raise NotImplementedError


@hookspec
def register_audience_conditions() -> Iterable[AudienceCondition]:
    """Give conditions by which people choose an audience. An audience with one of a plugin that is off waits for it.

    Core shows them in the builder, counts with them and reads them back; what raises there is put down to the plugin.
    """
    raise NotImplementedError


@hookspec
def register_purposes() -> Iterable[Purpose]:
    """Declare what the plugin writes to people for, so that they can agree, object and choose on one page."""
    raise NotImplementedError


@hookspec
def register_processing() -> Iterable[Processing]:
    """Declare what the plugin does with data about people, table by table, for the register of processing.

    A plugin with a table that refers to persons, positions, users or organisations, or has a field for a name or an
    address, and that declares neither that table nor why it is exempt, fails ``ovkk plugin check``. One that declares
    tables also has to implement ``personal_data`` and ``on_person_erased``.
    """
    raise NotImplementedError


@hookspec
def register_permissions() -> Iterable[Permission]:
    """Declare the rights that the plugin's screens ask for. Core adds them to the roles named, once."""
    raise NotImplementedError


@hookspec
def register_jobs() -> Iterable[JobSpec]:
    """Declare work for the worker. Jobs of a plugin that is off wait until it is on again."""
    raise NotImplementedError


@hookspec
def register_settings() -> Iterable[SettingSpec]:
    """Declare what the association may change; core shows it on the settings page and keeps the values."""
    raise NotImplementedError


@hookspec
def register_indicators() -> Iterable[Indicator]:
    """Declare figures by which the association accounts for its work.

    Core asks them of plugins that are on and shows them per year with the records behind them; what raises there is
    put down to the plugin.
    """
    raise NotImplementedError


@hookspec
def register_commands() -> Iterable[click.Command]:
    """Give commands for ``ovkk <plugin> ...``, called when the command line needs them."""
    raise NotImplementedError


# --- Questions: asked of the plugins that are on; answers are collected ---------------------------------------


@hookspec
def home_blocks() -> Iterable[HomeBlock]:
    """Give parts for the public home page, asked on every visit."""
    raise NotImplementedError


@hookspec
def navigation_items() -> Iterable[NavigationItem]:
    """Give links for the public menu, asked for every page."""
    raise NotImplementedError


@hookspec
def todo_items(user: User) -> Iterable[TodoItem]:
    """Give what asks this user's attention, asked for the admin start page. Leave out what the user may not see."""
    raise NotImplementedError


@hookspec
def panels(subject: Subject) -> Iterable[Panel]:
    """Give parts for the dossier of ``subject``, and for its public page, asked whenever one is opened.

    A part that cannot be drawn is left out. Give none for what there is nothing to say of.
    """
    raise NotImplementedError


@hookspec
def timeline_items(subject: Subject, until: datetime | None, most: int) -> Iterable[TimelineItem]:
    """Give what happened around ``subject`` at or before ``until`` (aware UTC; None: ever), the latest ``most``.

    Asked whenever its dossier is opened, once for every page that people turn back. Core puts the answers of all rooms
    in one order and leaves out what the user has no permission for.
    """
    raise NotImplementedError


@hookspec
def disable_impact(plugin: str) -> Iterable[Impact]:
    """Say what stops when ``plugin`` is switched off, asked before the switch. Every room answers for its own part."""
    raise NotImplementedError


@hookspec
def health_checks() -> Iterable[Health]:
    """Say how things are, asked by the plugin page and ``ovkk doctor``."""
    raise NotImplementedError


@hookspec
def outside_events(since: datetime, until: datetime) -> Iterable[OutsideEvent]:
    """Give what others planned that takes place, wholly or in part, from ``since`` until ``until`` (aware UTC).

    Asked by the agenda, which shows the public ones with their source, and when somebody plans a date.
    """
    raise NotImplementedError


@hookspec
def personal_data(person_id: int, addresses: frozenset[str]) -> Iterable[PersonalData]:
    """Give all that the plugin keeps of a person, for who asks what we hold (GDPR 15, 20); asked also while it is off.

    ``addresses`` are the e-mail addresses, in lower case, that are this person's alone; by those of others nothing is
    found. Leave out what is about others, and secrets; core takes out the addresses and names of others that it sees.
    """
    raise NotImplementedError


@hookspec
def retention_rules() -> Iterable[RetentionRule]:
    """Say what is to go after how long. Asked also while the plugin is off.

    Core keeps the periods as settings, runs the rules every night, shows beforehand what would go, and reports.
    """
    raise NotImplementedError


@hookspec
def newsletter_items(audience: Audience, since: datetime, until: datetime) -> Iterable[NewsletterItem]:
    """Give what is worth telling ``audience`` in a newsletter that appears at ``until`` (aware UTC).

    The one before it appeared at ``since``: what happened from then on is news, what takes place after ``until`` is
    to come. Asked when somebody assembles an edition, once per audience; who edits it may shorten, rewrite or leave
    out what is given. Give only what the public may see: it is put in the archive too.
    """
    raise NotImplementedError


@hookspec
def asked_subjects() -> Iterable[AskedSubject]:
    """Give what people can answer now, asked when a mailing is written or followed up.

    A mailing about one can be followed by a reminder to those who did not answer.
    """
    raise NotImplementedError


@hookspec
def mail_recipients(user: User, words: str) -> Iterable[MailRecipient]:
    """Give at most ten people whom ``words`` find and ``user`` may see, to look at the texts of a mail as they get it.

    Asked on the screen "Texts of mails" when somebody searches there, and for every look at who was found.
    """
    raise NotImplementedError


# --- Moments: told after the transaction has committed; the return is ignored ---------------------------------


@hookspec
def on_event_changed(event: Event, change: EventChange) -> None:
    """Told when an event was created, changed, cancelled or withdrawn and the change has been stored."""
    raise NotImplementedError


@hookspec
def on_consent_changed(person_id: int, purpose: str) -> None:
    """Told when somebody agreed to, or no longer wants, mail for ``purpose``, and that has been stored.

    Who holds mail for that purpose that has not left yet asks ``may_write_to`` again, and drops what may not go.
    """
    raise NotImplementedError


@hookspec
def on_contacts_merged(kept: Person | Organisation, merged: Person | Organisation) -> None:
    """Told when two persons or two organisations were made one and that has been stored; ``merged`` is gone.

    Rows that refer to it by a foreign key refer to ``kept`` already, those of plugins that are off too. Change what
    you keep otherwise: an id in JSON, a name that was copied. For thirty days somebody may undo it, which puts the
    rows with a foreign key back and tells nobody: change nothing that cannot be worked out anew.
    """
    raise NotImplementedError


@hookspec
def on_person_erased(person_id: int, addresses: frozenset[str]) -> None:
    """Told when somebody is erased (GDPR 17), also while the plugin is off, just before the person's record goes.

    Delete or anonymise all you keep of the person: what refers to them, is at their ``addresses`` (as those of
    ``personal_data``) or was copied, and its history (``forget_history``). Figures may stay. Plugins are told first,
    then core. What raises is told again until it succeeds: do only what may be repeated.
    """
    raise NotImplementedError


@hookspec
def on_position_handed_over(old_position_id: int, new_position_id: int | None) -> None:
    """Told on the day from which somebody no longer holds a position, when that has been stored.

    ``new_position_id`` is that of the successor, None when nobody is known yet. Let go along what belongs to the
    function: agreements, open promises and invitations; and drop what still waits to be mailed to who left. What
    somebody said or did stays with that person. Undone, it is told the other way round when there was a successor;
    then ``old_position_id`` is deleted when no row refers to it any more.
    """
    raise NotImplementedError


@hookspec
def on_mail_received(message: ReceivedMail) -> None:
    """Told when a message came in and has been kept, once for each; core did already what bounces, complaints and
    unsubscriptions ask.

    Never answer by machine what a machine wrote (RFC 3834): ``bounce``, ``automatic`` and ``complaint``. Change a
    record only when ``proven``.
    """
    raise NotImplementedError


@hookspec
def on_bounced(address: str, reason: str) -> None:
    """Told when a mail to ``address`` proved not to have arrived; ``reason`` is the code and words of the server.

    Core keeps which addresses do not exist; ask ``consents.usable`` rather than this.
    """
    raise NotImplementedError


@hookspec
def on_plugin_switched(name: str, enabled: bool) -> None:
    """Told when an admin switched a plugin on or off; the plugin itself is told too when it is now on."""
    raise NotImplementedError


@hookspec
def load_demo() -> None:
    """Told by ``ovkk demo`` on an empty installation: add this room's part of the demonstration year.

    Rooms are told in the order core, then plugins by name; each may use what earlier rooms added.
    """
    raise NotImplementedError
