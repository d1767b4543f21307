"""A website on this machine that answers as its test says: slowly, endlessly, or by sending on to somewhere else."""

import datetime
import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ovkk_core.subscriptions.fetching import Limits

HERE = Limits(allow=(ip_network("127.0.0.1/32"),), ports=None)
BOMB = gzip.compress(b"x" * 60_000_000)


@dataclass
class Website:
    """What the site answers per path: status, headers, content. ``asked`` are the headers of who asked."""

    port: int = 0
    pages: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    writing: Callable[[Any, bytes], None] = lambda line, content: line.write(content)

    def address(self, path: str = "/") -> str:
        """Give the address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def shows(self, content: bytes, path: str = "/", status: int = 200, **headers: str) -> None:
        """Answer ``content`` at ``path``."""
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, content)

    def sends_on(self, location: str, path: str = "/") -> None:
        """Redirect."""
        self.shows(b"", path, 302, Location=location)


@contextmanager
def website(certificate: Path | None = None) -> Iterator[Website]:
    """Give a site that is served until the end; with a certificate (and its key) by https."""
    site = Website()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(dict(self.headers))
            status, headers, content = site.pages.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, content = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304 and "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                site.writing(self.wfile, content)
            except OSError:
                self.close_connection = True  # they have gone: that is what some tests wait for

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if certificate:
            secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            secure.load_cert_chain(certificate)
            server.socket = secure.wrap_socket(server.socket, server_side=True)
        site.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield site
        server.shutdown()


def trickling(line: Any, content: bytes) -> None:
    """Write a byte at a time, each in time by itself."""
    for number in range(len(content)):
        line.write(content[number : number + 1])
        line.flush()
        time.sleep(0.1)


def certificate_for(name: str, folder: Path) -> Path:
    """Give a file with a certificate that only itself vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    moment = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(moment - datetime.timedelta(days=1))
        .not_valid_after(moment + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *plain))
    return path
