"""The settings: every nonsense value is refused at start with a line that names the variable."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from ovkk_core.config import Settings, from_environment
from ovkk_core.errors import ConfigError

KEY = "aB3-" * 10
NONSENSE = {
    "OVKK_DATABASE_URL": [
        "mysql://host/x", "ovkk.db", "sqlite:", "sqlite:///", "sqlite://host/x.db", "postgresql://[::1/x",
        "sqlite:////tmp/x.db?mode=ro",
    ],
    "OVKK_QUEUE_URL": ["amqp://host", "redis://host:99999", "redis://host:poort/0"],
    "OVKK_FILES_URL": ["ftp://x", "file:///", "s3:///map"],
    "OVKK_MAIL_URL": ["mailto:x", "smtp:", "smtp://", "smtp://host:0"],
    "OVKK_INBOX_URL": ["pop3://x", "maildir:post", "imaps://host", "imaps://a:b@", "imap://a:b@mail.example/INBOX"],
    "OVKK_BASE_URL": [
        "www.vereniging.example", "ftp://x.example", "https://", "https://x.example/pad", "https://a:b@x.example",
        "https://x.example?x=1", "http://x.example:0x50",
    ],
    "OVKK_DEMO": ["misschien", "2", "-1"],
    "OVKK_TRACE_HOOKS": ["aan"],
    "OVKK_DKIM_KEY": ["/bestaat/niet.pem", "/"],
    "OVKK_DKIM_SELECTOR": ["met spatie", "a;b", "-x", "é"],
    "OVKK_DKIM_ED25519_KEY": ["/bestaat/niet.pem", "/"],
    "OVKK_DKIM_ED25519_SELECTOR": ["met spatie", "a;b", "-x", "é"],
    "OVKK_TILES_URL": ["http://tiles.example/{z}", "javascript:x"],
    "OVKK_TRUSTED_PROXIES": ["-1", "een", "1.5", "²", "1000"],
    "OVKK_DATA_DIR": ["/dev/null/x"],
}  # fmt: skip


def settings_of(folder: Path, **variables: str) -> Settings:
    return from_environment({"OVKK_DATA_DIR": str(folder)} | variables)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in NONSENSE.items() for value in values])
def test_nonsense_value_is_refused_with_one_readable_line_that_names_the_variable(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(ConfigError) as refusal:
        settings_of(tmp_path, **{name: value})
    line = str(refusal.value)
    assert name in line
    assert line.endswith(".")
    assert "\n" not in line


def test_every_setting_has_a_nonsense_value_or_cannot_have_one() -> None:
    names = {f"OVKK_{field.name.upper()}" for field in fields(Settings)}
    assert names - set(NONSENSE) == {"OVKK_SECRET_KEY"}  # tried below


def test_refusal_does_not_show_the_password_in_an_address(tmp_path: Path) -> None:
    for address in ("smtp://anna:geheim77@:25", "amqp://anna:geheim77@host", "smtp://anna:geheim77@host:99999"):
        with pytest.raises(ConfigError) as refusal:
            settings_of(tmp_path, OVKK_MAIL_URL=address)
        assert "geheim77" not in str(refusal.value)


def test_settings_do_not_show_secrets_when_printed(tmp_path: Path) -> None:
    shown = repr(settings_of(tmp_path, OVKK_MAIL_URL="smtp://anna:geheim77@host", OVKK_SECRET_KEY=KEY))
    assert "geheim77" not in shown
    assert KEY not in shown


def test_unknown_name_is_refused_and_the_known_ones_are_listed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"OVKK_SECRETKEY bestaat niet.*OVKK_SECRET_KEY"):
        settings_of(tmp_path, OVKK_SECRETKEY=KEY)


def test_empty_value_means_the_default(tmp_path: Path) -> None:
    names = [f"OVKK_{field.name.upper()}" for field in fields(Settings) if field.name != "data_dir"]
    assert settings_of(tmp_path, **dict.fromkeys(names, "")) == settings_of(tmp_path)


@pytest.mark.parametrize("key", ["kort", "x" * 31, "change-me-to-something-much-longer-please", "Secret" + "1" * 40])
def test_sec_22_short_or_well_known_key_is_refused_with_https(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigError, match="OVKK_SECRET_KEY"):
        settings_of(tmp_path, OVKK_SECRET_KEY=key, OVKK_BASE_URL="https://www.vereniging.example")


def test_demonstration_is_refused_with_https(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="OVKK_DEMO"):
        settings_of(tmp_path, OVKK_DEMO="1", OVKK_BASE_URL="https://www.vereniging.example")


def test_sec_22_key_is_made_once_with_mode_0600(tmp_path: Path) -> None:
    first = settings_of(tmp_path).secret_key
    assert settings_of(tmp_path).secret_key == first
    assert len(first) >= 64
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_sec_22_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    settings_of(tmp_path)
    (tmp_path / "secret.key").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        settings_of(tmp_path)


def test_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch(0o600)
    with pytest.raises(ConfigError, match="is leeg"):
        settings_of(tmp_path)


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    program = "from ovkk_core.config import from_environment; print(from_environment().secret_key)"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OVKK_")}
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env=environ | {"OVKK_DATA_DIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    assert len({racer.communicate(timeout=60)[0] for racer in racers}) == 1
    assert {racer.returncode for racer in racers} == {0}


def test_queue_stands_beside_the_database(tmp_path: Path) -> None:
    assert settings_of(tmp_path).queue_url == f"sqlite:///{tmp_path}/queue.db"
    url = "postgresql://ovkk@127.0.0.1/ovkk"
    assert settings_of(tmp_path, OVKK_DATABASE_URL=url).queue_url == url


def test_data_folder_may_hold_signs_that_mean_something_in_addresses(tmp_path: Path) -> None:
    folder = tmp_path / "100% #1 ?é"
    assert settings_of(folder).database_url.startswith("sqlite:///")
    assert re.search(r"[#?]", settings_of(folder).database_url) is None
