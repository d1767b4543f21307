"""A mailbox on loopback that speaks as much IMAP (RFC 3501, 6851) as our reader asks."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Folder:
    """The messages of INBOX by uid, those that were moved, the folders there are, and every command."""

    waiting: dict[int, bytes] = field(default_factory=dict)
    moved: dict[int, bytes] = field(default_factory=dict)
    folders: list[str] = field(default_factory=lambda: ["INBOX"])
    commands: list[str] = field(default_factory=list)
    password: str = "geheim"
    url: str = ""

    def answer(self, command: str) -> tuple[list[bytes], str]:
        """Give the untagged lines and the outcome."""
        self.commands.append(command)
        if command == "CAPABILITY":
            return [b"CAPABILITY IMAP4REV1 MOVE"], "OK"
        if command.startswith("LOGIN"):
            return [], "OK" if self.password in command else "NO"
        if command.startswith("SELECT"):
            return [b"%d EXISTS" % len(self.waiting)], "OK"
        if command.startswith("UID SEARCH"):
            return [b"SEARCH " + b" ".join(b"%d" % uid for uid in self.waiting)], "OK"
        if found := re.fullmatch(r"UID FETCH (\d+) \((.+)\)", command):
            return self._fetched(int(found[1]), found[2]), "OK"
        if command.startswith("LIST"):
            wanted = command.split('"')[-2]
            return [f'LIST () "/" "{name}"'.encode() for name in self.folders if name == wanted], "OK"
        if command.startswith("CREATE"):
            self.folders.append(command.split('"')[1])
        if found := re.fullmatch(r'UID MOVE (\d+) "(.+)"', command):
            self.moved[int(found[1])] = self.waiting.pop(int(found[1]))
        return ([b"BYE"] if command == "LOGOUT" else []), "OK"

    def _fetched(self, uid: int, what: str) -> list[bytes]:
        raw = self.waiting[uid]
        if what == "RFC822.SIZE":
            return [b"1 FETCH (UID %d RFC822.SIZE %d)" % (uid, len(raw))]
        if part := re.search(r"<0\.(\d+)>", what):
            raw = raw[: int(part[1])]
        return [b"1 FETCH (UID %d BODY[] {%d}\r\n%b)" % (uid, len(raw), raw)]


@contextmanager
def imap_server() -> Iterator[Folder]:
    """Serve a mailbox without encryption, as only this machine may."""
    folder = Folder()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK klaar\r\n")
            for line in self.rfile:
                tag, _, command = line.decode().strip().partition(" ")
                lines, outcome = folder.answer(command)
                self.wfile.write(b"".join(b"* " + one + b"\r\n" for one in lines))
                self.wfile.write(f"{tag} {outcome} klaar\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        folder.url = f"imap://naam:geheim@127.0.0.1:{server.server_address[1]}/INBOX"
        yield folder
        server.shutdown()
        thread.join()
