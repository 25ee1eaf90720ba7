"""A real mail server for tests: it keeps what it was given, and can be told to refuse."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from queue import Queue
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mentorship.kernel.config import Post, Tls

SENDER = "notes@example.org"
USER, PASSWORD = "harbour", "plain test words"


class PostOffice(Controller):  # type: ignore[misc]  # aiosmtpd ships no types
    """A mail server on a port that the system gives; `says` is what it answers to a letter."""

    def __init__(self, **options: Any) -> None:
        self.letters: Queue[EmailMessage] = Queue()
        self.said = "250 OK"
        self.greeted_as = ""
        self.was_tls = False
        self.listening = socket.create_server(("127.0.0.1", 0))
        host, port = self.listening.getsockname()
        super().__init__(self, hostname=host, port=port, **options)

    def post(self, tls: Tls = Tls.OFFERED, **more: Any) -> Post:
        """Give the settings by which this server is reached."""
        return Post("127.0.0.1", self.port, SENDER, tls=tls, **more)

    def taken(self) -> list[EmailMessage]:
        """List the letters taken so far."""
        return list(self.letters.queue)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take a letter to anybody, unless told otherwise."""
        envelope.rcpt_tos.append(address)
        return self.said

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        """Keep a letter."""
        self.greeted_as, self.was_tls = session.host_name, session.ssl is not None
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.put(cast("EmailMessage", letter))
        return "250 OK"

    async def _create(self) -> Any:
        return await self.loop.create_server(
            self._factory_invoker, sock=self.listening, ssl=self.ssl_context
        )

    def _create_server(self) -> Any:
        return self._create()


@contextmanager
def post_office(**options: Any) -> Iterator[PostOffice]:
    """Open a mail server for as long as the block lasts."""
    office = PostOffice(**options)
    office.start()
    try:
        yield office
    finally:
        office.stop()


def lets_in(_server: Any, _session: Any, _envelope: Any, _how: str, who: Any) -> AuthResult:
    """Let in whoever knows the password."""
    right = (who.login, who.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for this machine: what a server needs, and what a client must trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a test")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    return context, certificate
