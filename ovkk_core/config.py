"""Settings from the environment (prefix ``OVKK_``), checked once at start.

The field comments of :class:`Settings` are the configuration documentation. What the association itself
may change (name, logo, colours, sender) is in the database, not here.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit

from ovkk_core.errors import ConfigError

SHORTEST_KEY = 32
LOOPBACK = ("localhost", "127.0.0.1", "::1")
WELL_KNOWN = ("changeme", "change-me", "change_me", "default", "development", "geheim", "password", "secret")
SCHEMES = {
    "database_url": {"sqlite", "postgresql", "postgres"},
    "queue_url": {"sqlite", "postgresql", "postgres", "redis", "rediss"},
    "files_url": {"file", "s3"},
    "mail_url": {"capture", "smtp", "smtps"},
    "inbox_url": {"imaps", "imap", "maildir"},
    "base_url": {"http", "https"},
}


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides; build it with :func:`from_environment`."""

    data_dir: Path  # OVKK_DATA_DIR: folder for database, queue, files and key. Default: var
    database_url: str  # OVKK_DATABASE_URL: sqlite:///path or postgresql://... Default: ovkk.db in the data folder
    queue_url: str  # OVKK_QUEUE_URL: sqlite:///path, postgresql://... or redis://... Default: queue.db beside it
    files_url: str  # OVKK_FILES_URL: file:///path or s3://bucket/folder, for uploads. Default: files in the data folder
    mail_url: str  # OVKK_MAIL_URL: capture: or smtp://user:pass@host:587 or smtps://... Default: capture:
    inbox_url: str  # OVKK_INBOX_URL: imaps://user:pass@host/folder or maildir:/path. Default: none, no mail is read
    base_url: str  # OVKK_BASE_URL: the address people see, without a slash at the end. Default: http://127.0.0.1:8000
    secret_key: str  # OVKK_SECRET_KEY: 32 characters or more. Default: made once in the data folder (mode 0600)
    demo: bool  # OVKK_DEMO: 1 shows the demonstration login and says so on every page. Default: off
    dkim_key: Path | None  # OVKK_DKIM_KEY: PEM file with an RSA key; outgoing mail is then signed. Default: none
    dkim_selector: str  # OVKK_DKIM_SELECTOR: the name before ._domainkey in the DNS. Default: ovkk
    dkim_ed25519_key: Path | None  # OVKK_DKIM_ED25519_KEY: PEM file, a second signature. Default: none
    dkim_ed25519_selector: str  # OVKK_DKIM_ED25519_SELECTOR: its name before ._domainkey. Default: ovkk-ed
    tiles_url: str  # OVKK_TILES_URL: https://.../{z}/{x}/{y}.png for map backgrounds. Default: none, outlines only
    trusted_proxies: int  # OVKK_TRUSTED_PROXIES: how many proxies of ours stand in front. Default: 0
    trace_hooks: bool  # OVKK_TRACE_HOOKS: 1 prints every hook call to standard error. Default: off

    @property
    def secure(self) -> bool:
        """Whether people reach us over https; then cookies are ``__Host-`` and HSTS is sent."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name (with port where not the default) that requests must carry."""
        return urlsplit(self.base_url).netloc

    @property
    def files_dir(self) -> Path:
        """The folder of generated files, and of uploaded ones unless ``files_url`` says otherwise."""
        return self.data_dir / "files"

    def __repr__(self) -> str:
        shown = {f.name: getattr(self, f.name) for f in fields(self)}
        hidden = dict.fromkeys(("secret_key", "database_url", "queue_url", "mail_url", "inbox_url"), "***")
        return f"Settings({shown | hidden})"


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings; raise :class:`ConfigError` naming the variable and what to put there.

    Creates the data folder, and the secret key in it (mode 0600) when ``OVKK_SECRET_KEY`` is absent.
    """
    data_dir = Path(environ.get("OVKK_DATA_DIR") or "var").absolute()
    base_url = (environ.get("OVKK_BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    database_url = environ.get("OVKK_DATABASE_URL") or _sqlite_url(data_dir / "ovkk.db")
    _refuse_unknown(environ)
    _make_private_folder(data_dir)
    settings = Settings(
        data_dir=data_dir,
        database_url=database_url,
        queue_url=environ.get("OVKK_QUEUE_URL") or _queue_beside(database_url, data_dir),
        files_url=environ.get("OVKK_FILES_URL") or (data_dir / "files").as_uri(),
        mail_url=environ.get("OVKK_MAIL_URL") or "capture:",
        inbox_url=environ.get("OVKK_INBOX_URL", ""),
        base_url=base_url,
        secret_key=environ.get("OVKK_SECRET_KEY") or _kept_key(data_dir / "secret.key"),
        demo=_switch(environ, "OVKK_DEMO"),
        dkim_key=_readable_file(environ, "OVKK_DKIM_KEY"),
        dkim_selector=environ.get("OVKK_DKIM_SELECTOR") or "ovkk",
        dkim_ed25519_key=_readable_file(environ, "OVKK_DKIM_ED25519_KEY"),
        dkim_ed25519_selector=environ.get("OVKK_DKIM_ED25519_SELECTOR") or "ovkk-ed",
        tiles_url=environ.get("OVKK_TILES_URL", ""),
        trusted_proxies=_count(environ, "OVKK_TRUSTED_PROXIES"),
        trace_hooks=_switch(environ, "OVKK_TRACE_HOOKS"),
    )
    _check(settings)
    return settings


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{quote(str(path))}"


def _queue_beside(database_url: str, data_dir: Path) -> str:
    if database_url.startswith("postgres"):
        return database_url
    return _sqlite_url(data_dir / "queue.db")


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(
            f"OVKK_DATA_DIR: de map {folder} kan niet worden gemaakt ({error.strerror}). "
            "Kies een map waarin dit programma mag schrijven."
        ) from error


def _kept_key(path: Path) -> str:
    """Give the key in ``path``, making it first when there is none; two starts at once agree on one key."""
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text().strip()
        shared = path.stat().st_mode & 0o077
    except OSError as error:
        raise ConfigError(
            f"Het sleutelbestand {path} kan niet worden gemaakt of gelezen ({error.strerror}). "
            "Controleer van wie de map is en wat haar rechten zijn."
        ) from error
    if shared:
        raise ConfigError(f"Het sleutelbestand {path} is ook voor anderen. Voer uit: chmod 600 {path}")
    if not key:
        raise ConfigError(f"Het sleutelbestand {path} is leeg. Verwijder het en start opnieuw.")
    return key


def _make_key(path: Path) -> None:
    """Write a new key aside and put it in place whole, unless another process was first."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # the key of the other process is the one
    finally:
        aside.unlink()


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in {"", "0", "nee", "no", "false"}:
        return False
    if value in {"1", "ja", "yes", "true"}:
        return True
    raise ConfigError(f"{name} is '{value}', maar moet 1 (aan) of 0 (uit) zijn.")


def _count(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name) or "0"
    if not re.fullmatch(r"[0-9]{1,2}", value):
        raise ConfigError(f"{name} is '{value}', maar moet een aantal zijn, bijvoorbeeld 1.")
    return int(value)


def _readable_file(environ: Mapping[str, str], name: str) -> Path | None:
    value = environ.get(name)
    if not value:
        return None
    if not Path(value).is_file() or not os.access(value, os.R_OK):
        raise ConfigError(f"{name}: het bestand {value} is niet te lezen. Controleer het pad en de rechten.")
    return Path(value)


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {f"OVKK_{f.name.upper()}" for f in fields(Settings)}
    for name in environ:
        if name.startswith("OVKK_") and name not in known:
            raise ConfigError(f"De instelling {name} bestaat niet. Bekend zijn: {', '.join(sorted(known))}.")


def _check(settings: Settings) -> None:
    for field, schemes in SCHEMES.items():
        if address := getattr(settings, field):
            _check_address(f"OVKK_{field.upper()}", address, schemes)
    base = urlsplit(settings.base_url)
    if not base.hostname or base.path or base.query or base.fragment or base.username is not None:
        raise ConfigError(
            "OVKK_BASE_URL moet alleen de naam van de website zijn, zoals https://www.vereniging.example."
        )
    if settings.secure and _is_weak(settings.secret_key):
        raise ConfigError(
            f"OVKK_SECRET_KEY is te kort of bekend. Gebruik minstens {SHORTEST_KEY} willekeurige tekens, "
            "of laat de instelling weg: dan wordt er een gemaakt."
        )
    if settings.secure and settings.demo:
        raise ConfigError("OVKK_DEMO=1 geeft iedereen toegang en mag niet samen met een https-adres.")
    if settings.tiles_url and not settings.tiles_url.startswith("https://"):
        raise ConfigError("OVKK_TILES_URL moet met https:// beginnen.")
    for name in ("dkim_selector", "dkim_ed25519_selector"):
        _check_selector(f"OVKK_{name.upper()}", getattr(settings, name))


def _check_selector(name: str, selector: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", selector):
        raise ConfigError(f"{name} mag alleen letters, cijfers, punten en streepjes bevatten.")


def _check_address(name: str, address: str, schemes: set[str]) -> None:
    """Refuse an address that cannot be read, starts wrong or misses its path or host; never show it: it may hold
    a password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ConfigError(f"{name} is geen leesbaar adres. Controleer haken en poortnummer.") from error
    if parts.scheme not in schemes:
        raise ConfigError(
            f"{name} begint met '{parts.scheme}:', maar moet beginnen met "
            f"{' of '.join(f'{s}:' for s in sorted(schemes))}."
        )
    if port == 0:
        raise ConfigError(f"{name} heeft poort 0; die bestaat niet.")
    if parts.scheme == "sqlite" and (parts.netloc or not parts.path.strip("/") or parts.query):
        raise ConfigError(f"{name} moet een volledig pad zijn, zoals sqlite:////var/lib/ovkk/ovkk.db.")
    if parts.scheme == "file" and (parts.netloc or not parts.path.strip("/")):
        raise ConfigError(f"{name} moet een volledig pad zijn, zoals file:///var/lib/ovkk/bestanden.")
    if parts.scheme == "s3" and not parts.netloc:
        raise ConfigError(f"{name} mist de naam van de opslag, zoals s3://naam-van-de-bucket/map.")
    _check_mailbox(name, parts)
    if parts.scheme in {"smtp", "smtps"} and not parts.hostname:
        raise ConfigError(f"{name} mist de naam van de mailserver, zoals smtp://mail.vereniging.example:587.")


def _check_mailbox(name: str, parts: SplitResult) -> None:
    """Refuse a mailbox without a place, and one whose password would go over a network in the open."""
    if parts.scheme == "maildir" and not parts.path.startswith("/"):
        raise ConfigError(f"{name} moet een volledig pad zijn, zoals maildir:/var/mail/ovkk.")
    if parts.scheme in {"imap", "imaps"} and not (parts.hostname and parts.username):
        raise ConfigError(
            f"{name} mist de server of de gebruiker, zoals imaps://naam:wachtwoord@mail.vereniging.example."
        )
    if parts.scheme == "imap" and parts.hostname not in LOOPBACK:
        raise ConfigError(f"{name}: gebruik imaps; imap zonder versleuteling kan alleen op deze machine.")


def _is_weak(key: str) -> bool:
    return len(key) < SHORTEST_KEY or any(word in key.lower() for word in WELL_KNOWN)
