"""Receivers on this machine that take mail and posts, count them by key, and fail as they are told to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import cast

OVER = Event()
"""What a receiver that stalls waits for, until the test is over."""


class Inbox:
    """What has arrived; `faults` are what happens to the next ones, one each, and `keys` counts those that were taken."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.keys: Counter[str] = Counter()
        self.mails: list[EmailMessage] = []
        self.posts: list[dict[str, object]] = []
        self.headers: list[dict[str, str]] = []
        self.port = 0

    def fault(self) -> str:
        """Take the next fault; none where there is none."""
        return self.faults.pop(0) if self.faults else ""


class _MailServer(ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    inbox: Inbox


class _MailSession(StreamRequestHandler):
    """As much of SMTP as a mail needs (RFC 5321)."""

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self) -> None:
        inbox = cast("_MailServer", self.server).inbox
        fault = inbox.fault()
        if fault == "down":
            return self.say("421 too busy")
        if fault == "stall":
            OVER.wait()
            return None
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(maxsplit=1)[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.take(inbox)
                if fault == "drop":
                    return None
                self.say("250 taken")
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("550 no such mailbox" if (verb, fault) == ("RCPT", "refuse") else "250 fine")
        return None

    def take(self, inbox: Inbox) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        inbox.keys[mail["Message-ID"]] += 1
        inbox.mails.append(mail)


class _Hook(BaseHTTPRequestHandler):
    """What a webhook leads to."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:  # the library's name
        inbox = cast("_HookServer", self.server).inbox
        content, fault = self.rfile.read(int(self.headers["Content-Length"])), inbox.fault()
        if fault == "stall":
            OVER.wait()
            return
        if fault.isdigit():
            self.send_response(int(fault))
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            return
        inbox.posts.append(json.loads(content))
        inbox.headers.append(dict(self.headers.items()))
        inbox.keys[self.headers["Idempotency-Key"] or content.decode()] += 1
        if fault != "drop":
            self.send_response(204)
            self.end_headers()

    def do_GET(self) -> None:  # the library's name
        self.send_response(200)  # a redirect that is followed would seem to have been taken
        self.end_headers()


class _HookServer(ThreadingHTTPServer):
    daemon_threads = True
    inbox: Inbox


@contextmanager
def receiving(server: _MailServer | _HookServer) -> Iterator[Inbox]:
    """Receive, as long as the test needs it."""
    OVER.clear()
    server.inbox = Inbox()
    server.inbox.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.inbox
    finally:
        OVER.set()
        server.shutdown()
        server.server_close()
        thread.join()


def mail_receiver() -> _MailServer:
    """Make a mail server."""
    return _MailServer(("127.0.0.1", 0), _MailSession)


def hook_receiver() -> _HookServer:
    """Make what a webhook leads to."""
    return _HookServer(("127.0.0.1", 0), _Hook)
