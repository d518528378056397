"""What tests of several rooms share: a framework written in the test's docstring, a PostgreSQL server, stores on both."""

from __future__ import annotations

import inspect
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import settings

from vitalfew.load.read import Loaded, load_texts
from vitalfew.model.framework import Framework

if TYPE_CHECKING:
    from vitalfew.store.database import Store

MakeStore = Callable[..., "Store"]
USER = "postgres"
SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=127.0.0.1"


settings.register_profile("vitalfew", deadline=None)  # how long an example takes is for benches to say
settings.load_profile("vitalfew")

HERE = Path(__file__).parent
os.environ["XDG_CACHE_HOME"] = str(HERE.parent / ".pytest_cache" / "made")  # vectors of texts are made once for all processes
TOGETHER = (
    *("api/", "catalog/", "demo/", "formats/", "publication/", "real/", "reports/"),
    *("store/test_store_crash.py", "web/accounts/", "web/attacks/", "web/"),
)
"""Tests that share what takes long to make: each of these is run by one process, which makes it once."""
LONG = (
    *("test_bench.py", "store/test_store_kill.py", "store/test_store_crash.py", "store/test_store_bench.py"),
    *("web/test_web_load.py", "rhythm/test_rhythm_workers.py", "rhythm/test_rhythm_year.py", "cli/test_serve_processes.py"),
    *("web/browser/test_browser_pages.py", "engines/test_engine_agreement.py", "draft/test_draft_briefs.py"),
    *("docs/test_tutorial.py", "docs/test_thirty_metrics.py", "judge/test_judge_trigger.py"),
)
"""Files with tests that take longest: they begin first, so that no process is left with one at the end."""
SLOWEST = 25


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests one process runs, where several do, and begin with what takes longest."""
    for item in items:
        path = item.path.relative_to(HERE).as_posix()
        group = next(filter(path.startswith, TOGETHER), None)
        if group and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: item.path.relative_to(HERE).as_posix() not in LONG)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of a run of many files which took longest."""
    seconds: Counter[str] = Counter()
    for report in (each for reports in terminalreporter.stats.values() for each in reports):
        if isinstance(report, pytest.TestReport):
            seconds[report.location[0]] += report.duration  # type: ignore[assignment]  # a sum, not a count
    if len(seconds) > SLOWEST:
        terminalreporter.section(f"slowest {SLOWEST} of {len(seconds)} files, in seconds")
        for path, taken in seconds.most_common(SLOWEST):
            terminalreporter.write_line(f"{taken:7.1f} {path}")


@pytest.fixture
def loaded(request: pytest.FixtureRequest) -> Loaded:
    """What loading the YAML in the test's docstring gives."""
    doc = request.function.__doc__
    assert doc is not None, "the test has no docstring to load"
    return load_texts({"framework/main.yaml": inspect.cleandoc(doc)})


@pytest.fixture
def framework(loaded: Loaded) -> Framework:
    """The framework in the test's docstring, which must load without a finding."""
    assert loaded.findings == ()
    return loaded.framework


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that must skip nothing (`VITALFEW_MUST_RUN`, set by continuous integration) when something was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("VITALFEW_MUST_RUN") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _programs() -> Path | None:
    """Give the folder of the newest PostgreSQL server of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database, whose server lives as long as the run.

    Its data lies under a short path, since a socket's path may be no longer than 107 bytes.
    """
    bin_folder = _programs()
    if bin_folder is None:
        pytest.skip("no PostgreSQL server is installed here")
    folder = Path(tempfile.mkdtemp(prefix="vf-pg-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam(USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
    port = _free_port()
    _run("initdb", bin_folder, "-D", str(folder / "data"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    control = ("-D", str(folder / "data"), "-w", "-l", str(folder / "log"))
    _run("pg_ctl", bin_folder, *control, "-o", f"{SETTINGS} -p {port} -k {folder}", "start")
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/{USER}"
    finally:
        _run("pg_ctl", bin_folder, *control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, folder: Path, *arguments: str) -> None:
    """Run a program of the server; it refuses to be run by root."""
    command = [str(folder / program), *arguments]
    before = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*before, *command], check=True, cwd="/", stdout=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LANG": "C"}
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def postgres_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the URL of a database of the test module's own."""
    import psycopg  # few tests have need of it

    server = request.getfixturevalue("postgres_url")
    name = f"t{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    yield f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture(params=["sqlite", "postgresql"])
def environ(request: pytest.FixtureRequest) -> dict[str, str]:
    """Give the variables that name the database; each test has a workspace of its own."""
    if request.param == "sqlite":
        return {"VITALFEW_WORKSPACE": "mine"}
    return {
        "VITALFEW_DATABASE_URL": request.getfixturevalue("postgres_database"),
        "VITALFEW_WORKSPACE": f"mine-{uuid4().hex[:8]}",
    }


@pytest.fixture
def make_store(environ: dict[str, str], tmp_path: Path) -> Iterator[MakeStore]:
    """Open stores of one database: the test's own, or that of another workspace in it."""
    from vitalfew.store.database import Store, place  # few tests have need of it

    made: list[Store] = []

    def make(workspace: str | None = None) -> Store:
        where = place(tmp_path / ".vitalfew", environ)
        made.append(Store(where if workspace is None else where._replace(workspace=workspace)))
        return made[-1]

    yield make
    for store in made:
        with suppress(OSError):
            store.close()


@pytest.fixture
def store(make_store: MakeStore) -> Store:
    """Give the store of the test's own workspace."""
    return make_store()
