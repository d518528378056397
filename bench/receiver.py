"""A mail server and a webhook on this machine that count what they get by key, as a process of its own.

It prints its two ports, and answers each line on its input with the counts so far as JSON: key to number, all ways together.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import NamedTuple

HOST, HEADER = "127.0.0.1", "x-vitalfew-key"
COUNTS: Counter[str] = Counter()
LOCK = Lock()


def count(key: str) -> None:
    """Note that something has arrived."""
    with LOCK:
        COUNTS[key] += 1


class MailSession(StreamRequestHandler):
    """As much of SMTP as a mail needs (RFC 5321)."""

    def handle(self) -> None:
        """Take one mail after the other."""
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                if not self._taken():
                    return
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")
            if verb == b"QUIT":
                return

    def _taken(self) -> bool:
        """Take a mail if all of it arrives; whoever is killed while sending has not sent it."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.decode("utf-8", "replace"))
        keys = [line.partition(":")[2].strip() for line in lines if line.lower().startswith(f"{HEADER}:")]
        count(keys[0] if keys else "no key")
        return True


class Hook(BaseHTTPRequestHandler):
    """What a webhook leads to."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Take what is posted if all of it arrives."""
        length = int(self.headers["Content-Length"])
        if len(self.rfile.read(length)) == length:
            count(self.headers[HEADER] or "no key")
            self.send_response(204)
            self.end_headers()


class Mails(ThreadingTCPServer):
    """A mail server."""

    allow_reuse_address = daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing: whoever is killed leaves a connection open."""


def main() -> None:
    """Receive until the input ends."""
    mail, hook = Mails((HOST, 0), MailSession), ThreadingHTTPServer((HOST, 0), Hook)
    for server in (mail, hook):
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    print(mail.server_address[1], hook.server_address[1], flush=True)
    for _ in sys.stdin:
        with LOCK:
            print(json.dumps(COUNTS), flush=True)


class Receivers(NamedTuple):
    """The running process, and what the program must be told to reach it."""

    process: subprocess.Popen[str]
    environ: dict[str, str]

    def counts(self) -> dict[str, int]:
        """Ask what has arrived so far."""
        assert self.process.stdin is not None  # noqa: S101  # it was started with both
        assert self.process.stdout is not None  # noqa: S101  # as above
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        found: dict[str, int] = json.loads(self.process.stdout.readline())
        return found


@contextmanager
def receiving(*hooked: str) -> Iterator[Receivers]:
    """Receive in a process of its own: posts to the people that are named, mails to all others."""
    command = [sys.executable, "-m", "bench.receiver"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101  # it was started with one
        mail, hook = process.stdout.readline().split()
        environ = {"VITALFEW_SMTP_URL": f"smtp://{HOST}:{mail}?from=vitalfew@bench.example"}
        environ |= {f"VITALFEW_NOTIFY_{person.upper()}": f"http://{HOST}:{hook}/hook" for person in hooked}
        try:
            yield Receivers(process, environ)
        finally:
            process.kill()


if __name__ == "__main__":
    main()
