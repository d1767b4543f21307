"""Makes the application: a list of named steps, each small enough to read."""

from collections.abc import Callable, Mapping

from flask import Flask, g, request

from ovkk_core import accounts, consents, contacts, mail, web
from ovkk_core.calendars import FeedLayer
from ovkk_core.config import Settings, from_environment
from ovkk_core.database import check_database, db, migrate, open_database, pending, refuse_newer_schema
from ovkk_core.errors import DatabaseRefusedError
from ovkk_core.jobs import open_queue
from ovkk_core.registry import registry

BUILTIN = (
    "ovkk_core.history",
    "ovkk_core.registry",
    "ovkk_core.jobs",
    "ovkk_core.accounts",
    "ovkk_core.web",
    "ovkk_core.files",
    "ovkk_core.mail",
    "ovkk_core.contacts",
    "ovkk_core.letters",
    "ovkk_core.consents",
    "ovkk_core.inbox",
    "ovkk_core.audiences",
    "ovkk_core.calendars",
    "ovkk_core.agreements",
    "ovkk_core.subscriptions",
    "ovkk_core.planning",
    "ovkk_core.mailings",
    "ovkk_core.merging",
    "ovkk_core.exchange",
    "ovkk_core.dossiers",
    "ovkk_core.personal",
    "ovkk_core.privacy",
)


def initialise(settings: Settings) -> list[str]:
    """Bring the database up to date: core must succeed, a plugin whose migration fails becomes broken.

    Gives ``room/name`` of every migration applied.
    """
    prepare(settings)
    applied = []
    for room in registry.rooms():
        plugin = registry.get(room.name)
        try:
            applied += [f"{room.name}/{name}" for name in migrate(room)]
        except (Exception, SystemExit) as error:
            if plugin.builtin:
                raise
            plugin.broken = f"de migratie is mislukt: {type(error).__name__}: {error}"
    return applied


def prepare(settings: Settings) -> None:
    """Open the database and find the plugins, without asking whether the schema is right."""
    open_database(settings)
    check_database()
    registry.load(BUILTIN, trace=settings.trace_hooks)


def check_schema() -> None:
    """Refuse a database that is newer or older than the program; a plugin that differs only becomes broken."""
    for room in registry.rooms():
        plugin = registry.get(room.name)
        try:
            refuse_newer_schema([room])
            if pending([room]):
                raise DatabaseRefusedError("De database is nog niet bijgewerkt. Voer eerst uit: ovkk init")
        except DatabaseRefusedError as error:
            if plugin.builtin:
                raise
            plugin.broken = str(error)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the Flask application for ``settings`` (default: the environment)."""
    settings = settings or from_environment()
    prepare(settings)
    check_schema()
    app = Flask("ovkk_core", static_folder=None, template_folder=None)
    app.config["OVKK"] = settings
    for step in STEPS:
        step(app)
    return app


def create_wsgi(settings: Settings | None = None) -> FeedLayer:
    """Make what a server runs: the application behind the layer that answers polls of feeds, with JSON lines as log.

    It can wake the workers; an application made otherwise leaves them to look within a minute.
    """
    web.log_as_json()
    app = create_app(settings)
    open_queue(app.config["OVKK"])
    return FeedLayer(app)


def use_database(app: Flask) -> None:
    """Hold one connection per request and know which plugins are on."""

    @app.before_request
    def connect() -> None:
        if request.endpoint == web.ALIVE:  # must answer while the database does not
            return
        g.opened = db.connect(reuse_if_open=True)
        registry.refresh()

    @app.teardown_request
    def close(_: BaseException | None) -> None:
        if g.pop("opened", False) and not db.is_closed():
            db.close()


def mail_for_accounts(_: Flask) -> None:
    """Let accounts, which is below mail, send its links."""

    def send(kind: str, address: str, name: str, values: Mapping[str, str]) -> None:
        mail.queue_mail(kind, mail.Recipient(address, name), values)

    accounts.set_mailer(send)


def addresses_for_contacts(_: Flask) -> None:
    """Let contacts, which is below consents, pass over addresses that get no mail."""
    contacts.judge_addresses_by(consents.usable)


STEPS: list[Callable[[Flask], None]] = [
    web.use_request_log,
    use_database,
    accounts.install,
    web.install,
    web.install_admin,
    mail.install,
    mail_for_accounts,
    addresses_for_contacts,
]
