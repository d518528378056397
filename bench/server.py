"""A PostgreSQL server of its own for the length of a bench, as durable as one is set up by default."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"
SETTINGS = "-c listen_addresses=127.0.0.1 -c shared_buffers=512MB -c max_wal_size=4GB"


def programs() -> Path | None:
    """Give the folder of the newest server that is installed here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server and give the URL of its empty database; its socket lies under a short path, as the system demands."""
    with tempfile.TemporaryDirectory(prefix="vf-", ignore_cleanup_errors=True) as room:
        if os.geteuid() == 0:
            os.chown(room, pwd.getpwnam(USER).pw_uid, pwd.getpwnam(USER).pw_gid)
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        data = f"{room}/data"
        _run(folder, "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C")
        control = ("-D", data, "-w", "-l", f"{room}/log")
        _run(folder, "pg_ctl", *control, "-o", f"{SETTINGS} -p {port} -k {room}", "start")
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/{USER}"
        finally:
            _run(folder, "pg_ctl", *control, "-m", "immediate", "stop")


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Run a program of the server; it refuses to be run by root."""
    before = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    settings = {"PATH": os.environ["PATH"], "LANG": "C"}
    command = [*before, str(folder / program), *arguments]
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, env=settings)
