"""Where a person is reached, and how: the environment alone says, so that no file holds a password or a secret address.

- `VITALFEW_NOTIFY_<PERSON>`: an address of the person's own (`ana-lima` is `VITALFEW_NOTIFY_ANA_LIMA`).
- `VITALFEW_SMTP_URL`: a mail server, for whoever has an `email` in the framework; `smtp://user:password@host:587?from=a@b.org`.
- `VITALFEW_NOTIFY`: an address for everybody else, such as a channel of the team.

The first that fits is taken. An address is a webhook (`https://…`, or `http://` on this machine), or what Apprise understands:
`slack://…`, `workflows://…` for Teams, and some hundred others. A message leaves by one way, so that a repetition is told by it.
"""

from __future__ import annotations

import json
import logging
import os
import smtplib
import ssl
import warnings
from base64 import b64encode
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from http.client import HTTPException
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from vitalfew.base.errors import BadOption, ExtraMissing
from vitalfew.base.said import say
from vitalfew.model.organization import Person
from vitalfew.store.outbox import Message

EVERYBODY, PERSON, MAIL = "VITALFEW_NOTIFY", "VITALFEW_NOTIFY_", "VITALFEW_SMTP_URL"
TIMEOUT = 20
"""Seconds that any one step of sending may take."""
UNWANTED = frozenset({400, 413, 422})
"""What a webhook answers where it does not want this message, and may want others."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"smtp": 587, "smtps": 465}


class NotSentError(Exception):
    """A message could not be sent, and why; `is_down` where no other would go that way either."""

    def __init__(self, said: str, *, is_down: bool) -> None:
        super().__init__(said)
        self.is_down = is_down


class Way(Protocol):
    """A way to reach a person."""

    @property
    def name(self) -> str:
        """What it is called where it is said how a message left."""

    def send(self, message: Message, person: Person) -> None:
        """Send a message; raises NotSentError."""


@dataclass(frozen=True)
class Ways:
    """All that the environment says of how people are reached."""

    mail: Way | None
    everybody: Way | None
    own: Mapping[str, Way]

    def to(self, person: Person) -> Way | None:
        """Give the way to a person; None where there is none yet."""
        own = self.own.get(person.id.replace("-", "_").upper())
        return own or (self.mail if person.email else None) or self.everybody

    @property
    def any(self) -> bool:
        """Tell whether there is a way to anybody."""
        return bool(self.mail or self.everybody or self.own)


def ways(environ: Mapping[str, str] = os.environ) -> Ways:
    """Read the environment; raises BadOption, never with what may be a secret, and ExtraMissing."""
    own = {
        name.removeprefix(f"{EVERYBODY}_"): way_of(name, url)
        for name, url in environ.items()
        if name.startswith(f"{EVERYBODY}_") and url
    }
    mail, shared = environ.get(MAIL), environ.get(EVERYBODY)
    return Ways(mail_of(mail) if mail else None, way_of(EVERYBODY, shared) if shared else None, own)


def way_of(variable: str, url: str) -> Way:
    """Read an address: a webhook, or what Apprise understands."""
    parts = _parts(variable, url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL):
        return Webhook(url)
    if parts.scheme == "http":
        raise BadOption(variable, "http://…", say("a webhook on another machine is reached by `https://`"))
    return Service.of(variable, url)


def mail_of(url: str) -> Way:
    """Read the address of a mail server; passwords go over an encrypted connection alone, but on this machine."""
    parts = _parts(MAIL, url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in PORTS or not parts.hostname or "@" not in sender:
        raise BadOption(
            MAIL,
            f"{parts.scheme}:…",
            say("write `smtp://user:password@host:587?from=vitalfew@example.org`, or `smtps://`"),
        )
    return Mail(parts, sender)


def _parts(variable: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018  # raises where it is no number
    except ValueError:
        raise BadOption(variable, "…", say("write an address such as `https://host/path`")) from None
    return parts


_OF_ITS_OWN = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)


@dataclass(frozen=True)
class Mail:
    """Mail by a server, with a `Message-ID` that stays the same at each try."""

    server: SplitResult
    sender: str
    name: str = "mail"

    def send(self, message: Message, person: Person) -> None:
        """Send it to the person's address."""
        mail = self._written(message, person)
        try:
            with self._connected() as connection:
                connection.send_message(mail)
        except _OF_ITS_OWN as error:
            raise NotSentError(_refusal(error), is_down=False) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSentError(_refusal(error), is_down=True) from error

    def _written(self, message: Message, person: Person) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"] = f"Vitalfew <{self.sender}>", str(person.email)
        mail["Subject"] = " ".join(message.subject.split())
        mail["Date"] = format_datetime(message.at)
        mail["Message-ID"] = f"<{message.address}@{self.sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Vitalfew-Key"] = message.address
        mail.set_content(message.body)
        for file in message.files:
            kind, _, exact = file.media.partition("/")
            mail.add_attachment(file.content, maintype=kind, subtype=exact, filename=file.name)
        return mail

    def _connected(self) -> smtplib.SMTP:
        host, port = str(self.server.hostname), self.server.port or PORTS[self.server.scheme]
        trusted = ssl.create_default_context()
        if self.server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=trusted)
        else:
            connection = smtplib.SMTP(host, port, timeout=TIMEOUT)
        with ExitStack() as undone:
            undone.callback(connection.close)
            connection.ehlo()
            if self.server.scheme == "smtp" and connection.has_extn("starttls"):
                connection.starttls(context=trusted)
            elif self.server.scheme == "smtp" and host not in LOCAL:
                said = "the mail server offers no encryption, and is not on this machine"
                raise NotSentError(said, is_down=True)
            if self.server.username:
                connection.login(unquote(self.server.username), unquote(self.server.password or ""))
            undone.pop_all()
        return connection


def _refusal(error: Exception) -> str:
    """Word what a server refused, in its own words and in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        error = smtplib.SMTPResponseException(*next(iter(error.recipients.values())))
    if not isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server cannot be used: {str(error) or type(error).__name__}"
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"the mail server refused it: {error.smtp_code} {' '.join(text.split())}"[:300]


class _NoRedirect(HTTPRedirectHandler):
    """A redirect would turn what is sent into a request for a page."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


@dataclass(frozen=True)
class Webhook:
    """A POST of JSON; `Idempotency-Key` stays the same at each try."""

    url: str
    name: str = "webhook"

    def send(self, message: Message, person: Person) -> None:
        """Post it; whatever is not a 2xx is refused."""
        request = Request(self.url, _posted(message, person), _headers(message), method="POST")  # noqa: S310  # way_of saw the scheme
        try:
            with build_opener(_NoRedirect).open(request, timeout=TIMEOUT):
                return
        except HTTPError as error:
            error.close()
            said = f"the webhook answered {error.code}"
            raise NotSentError(said, is_down=error.code not in UNWANTED) from error
        except (URLError, HTTPException, OSError) as error:
            said = f"the webhook cannot be reached: {str(getattr(error, 'reason', error)) or type(error).__name__}"
            raise NotSentError(said, is_down=True) from error


def _posted(message: Message, person: Person) -> bytes:
    """Give what is posted, in the JSON contract's manner."""
    said: dict[str, object] = {
        "version": 1,
        "key": message.address,
        "at": message.at.isoformat(),
        "person": str(person.ref),
        "name": person.name,
        "subject": message.subject,
        "body": message.body,
    }
    if message.files:
        said["files"] = [
            {"name": file.name, "media": file.media, "content": b64encode(file.content).decode()} for file in message.files
        ]
    return json.dumps(said, ensure_ascii=False).encode()


def _headers(message: Message) -> dict[str, str]:
    keys = {"Idempotency-Key": message.address, "X-Vitalfew-Key": message.address}
    return {"Content-Type": "application/json", "User-Agent": "vitalfew", **keys}


@dataclass(frozen=True)
class Service:
    """One of the services that Apprise speaks with; they know no keys, so a repetition is told by its text alone."""

    url: str
    name: str

    @classmethod
    def of(cls, variable: str, url: str) -> Service:
        """Read an address; raises ExtraMissing, and BadOption where Apprise does not know it."""
        scheme = url.partition(":")[0].lower()
        try:
            from apprise import Apprise  # noqa: PLC0415  # an extra
        except ModuleNotFoundError as error:
            what = f"sending by `{scheme}`"
            raise ExtraMissing(what, "notify") from error
        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would write addresses to stderr, secrets and all
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of what its plug-ins import, of no use to whoever runs this
            is_known = Apprise().add(url)
        if not is_known:
            raise BadOption(
                variable,
                f"{scheme}:…",
                say("give an address that Apprise knows, one alone, or a webhook by `https://`"),
            )
        return cls(url, scheme)

    def send(self, message: Message, person: Person) -> None:
        """Send it, and say whom it is for: others may read it too."""
        from apprise import Apprise  # noqa: PLC0415  # an extra

        service = Apprise()
        service.add(self.url)
        title = f"{person.name}: {message.subject}" if person.name else message.subject
        if not service.notify(title=title, body=message.body, body_format="text", timeout=TIMEOUT):
            said = f"`{self.name}` did not take it"
            raise NotSentError(said, is_down=True)
