"""A Postfix of a test's own: on loopback, with its own folders, that delivers to Maildirs and nowhere else."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.programs import needed
from tests.serving import free_port

PATIENCE = 30
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]
OWNER = os.geteuid() or 65534  # of the Maildirs; Postfix delivers nothing as root
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.vereniging.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
alias_database =
fast_flush_domains =
recipient_delimiter = +
virtual_mailbox_domains = vereniging.example dorp.test
virtual_mailbox_base = {folder}/boxes
virtual_mailbox_maps = texthash:{folder}/etc/addresses
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{owner}
virtual_minimum_uid = 1
smtpd_reject_unlisted_recipient = no
transport_maps = texthash:{folder}/etc/transport
default_transport = error:5.7.1 this server sends nothing away
relay_transport = error:5.7.1 this server sends nothing away
"""
SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix  n  -  n  -     0  cleanup
qmgr      unix  n  -  n  300   1  qmgr
rewrite   unix  -  -  n  -     -  trivial-rewrite
bounce    unix  -  -  n  -     0  bounce
defer     unix  -  -  n  -     0  bounce
trace     unix  -  -  n  -     0  bounce
proxymap  unix  -  -  n  -     -  proxymap
error     unix  -  -  n  -     -  error
retry     unix  -  -  n  -     -  error
virtual   unix  -  n  n  -     -  virtual
anvil     unix  -  -  n  -     1  anvil
postlog   unix-dgram n - n -   1  postlogd
"""


class Postfix:
    """A running Postfix: its ``port``, and the Maildirs of those it knows."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self._folder = folder

    def box(self, name: str) -> Path:
        """Give the Maildir of ``name``."""
        return self._folder / "boxes" / name

    def new(self, name: str, count: int) -> list[bytes]:
        """Wait until ``count`` new messages are in the Maildir of ``name``, and give them."""
        new = self.box(name) / "new"
        wait(lambda: new.exists() and len(list(new.iterdir())) >= count, lambda: (self._folder / "log").read_text())
        return [path.read_bytes() for path in sorted(new.iterdir())]


@contextmanager
def postfix(addresses: dict[str, str], full: str) -> Iterator[Postfix]:
    """Run one that knows ``addresses`` (address to name of its Maildir), of which ``full`` takes no more."""
    program = shutil.which("postfix", path=PATH)
    needed(program is not None and _may_start(), "Postfix (package postfix) and the right to start it")
    folder = Path(tempfile.mkdtemp(prefix="ovkk-postfix-"))  # not in a folder of pytest, which is ours alone
    folder.chmod(0o755)
    port = free_port()
    for name in ("etc", "queue", "data", "boxes"):
        (folder / name).mkdir()
    settings = {
        "main.cf": MAIN.format(folder=folder, owner=OWNER),
        "master.cf": SERVICES.format(port=port),
        "addresses": "".join(f"{address} {name}/\n" for address, name in addresses.items()),
        "transport": f"{full} error:5.2.2 mailbox full\n",
    }
    for name, text in settings.items():
        (folder / "etc" / name).write_text(text)
    _run(*AS_ROOT, "chown", "postfix", str(folder / "data"))
    _run(*AS_ROOT, "chown", str(OWNER), str(folder / "boxes"))
    command = [*AS_ROOT, str(program), "-c", str(folder / "etc")]
    try:
        _run(*command, "start")
        yield Postfix(folder, port)
    finally:
        subprocess.run([*command, "abort"], capture_output=True, check=False)
        _run(*AS_ROOT, "rm", "-rf", str(folder))


def wait(done: Callable[[], bool], why: Callable[[], str]) -> None:
    """Wait until ``done``; a failure says ``why``."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, why()
        time.sleep(0.02)


def _may_start() -> bool:
    return not AS_ROOT or subprocess.run([*AS_ROOT, "true"], capture_output=True, check=False).returncode == 0


def _run(*command: str) -> None:
    environment = os.environ | {"PATH": PATH}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
