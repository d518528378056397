"""What can be wrong with files: each a fault that says so; nothing shifted, nothing swallowed, nothing outside touched."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from vitalfew.model.source import DatabaseSource, FilesSource, HttpSource, ManualSource
from vitalfew.sources.engine import Refusal
from vitalfew.sources.open import open_source, openers
from vitalfew.sources.opened import Opened

GOOD = "day,amount\n2026-01-01,1\n2026-01-02,2\n"
ZIPPED = gzip.compress(("day,amount\n" + "".join(f"2026-01-01,{each * 7919 % 1000}\n" for each in range(5000))).encode())


OPENED: list[Opened] = []


def _open(root: Path, path: str, **options: object) -> Opened:
    source = FilesSource.model_validate({"id": "shop", "kind": "files", "path": path, **options})
    OPENED.append(open_source(source, root, "UTC"))
    return OPENED[-1]


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    """Close what a test opened."""
    yield
    while OPENED:
        database = OPENED.pop().database
        if database is not None:
            database.close()


def _write(root: Path, files: dict[str, bytes | str]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize(
    ("name", "content", "slug", "message"),
    [
        ("a.csv", "", "empty-data", "`a.csv` is empty"),
        ("a.csv", "\n\n", "empty-data", "`a.csv` is empty"),
        ("a.csv", "day,amount\n", "empty-data", "`a.csv` holds a header and no rows"),
        ("a.csv", "2026-01-01,1\n2026-01-02,2\n", "no-header", "the first line of `a.csv` holds no names: `2026-01-01,1`"),
        ("a.csv", b"day,am\xffunt\n2026-01-01,1\n", "unreadable-data", "the header of `a.csv` has bytes that are not utf-8"),
        ("a.csv", "day,amount\n1,2\n".encode("utf-16"), "unreadable-data", "`a.csv` is written in utf-16"),
        ("a.csv", GOOD + "3,4\r\n5,6\n", "unreadable-data", "`a.csv` cannot be read: its lines do not all end in the same way"),
        ("a.csv.gz", ZIPPED[: len(ZIPPED) // 2], "unreadable-data", "`a.csv.gz` ends in the middle of its gzip stream"),
        ("a.csv.gz", GOOD, "unreadable-data", "`a.csv.gz` is not gzip or is damaged"),
        ("a.parquet", GOOD, "unreadable-data", "`a.parquet` is not Parquet"),
        ("a.parquet", "", "empty-data", "`a.parquet` is empty"),
        ("a.jsonl", "", "empty-data", "`a.jsonl` holds no rows"),
        (
            "a.csv",
            'day,amount\n"2026\n-01",1\n\n2,3,4\n5,6\n',
            "bad-rows",
            "1 row of table `a` cannot be read: a.csv:5 has more fields than the header",
        ),
        (
            "a.csv",
            "day,amount\n1,2\n3\n",
            "bad-rows",
            "1 row of table `a` cannot be read: a.csv:3 has fewer fields than the header",
        ),
        (
            "a.csv",
            b"day,amount\n1,2\n3,\xff\n",
            "bad-rows",
            "1 row of table `a` cannot be read: a.csv:3 has bytes that are not utf-8",
        ),
        (
            "a.jsonl",
            '{"day": 1}\n\n{"day": \n[1, 2]\n',
            "bad-rows",
            "2 rows of table `a` cannot be read: a.jsonl:3 is not JSON; a.jsonl:4 is not an object",
        ),
    ],
)
def test_a_fault_of_a_file_is_named(tmp_path: Path, name: str, content: bytes | str, slug: str, message: str) -> None:
    _write(tmp_path, {name: content})
    faults = _open(tmp_path, name).faults
    assert [(fault.slug, fault.message, fault.spoils) for fault in faults] == [(slug, message, True)]


def test_a_truncated_parquet_file_is_named(tmp_path: Path) -> None:
    _write(tmp_path, {"a.parquet": b"PAR1" + b"\0" * 40})
    (fault,) = _open(tmp_path, "a.parquet").faults
    assert fault.slug == "unreadable-data"
    assert fault.message.startswith("`a.parquet` cannot be read: ")


def test_many_bad_rows_are_counted_and_some_named(tmp_path: Path) -> None:
    _write(tmp_path, {"a.csv": GOOD + "1,2,3\n" * 1200})
    (fault,) = _open(tmp_path, "a.csv").faults
    assert fault.message.startswith("1,200 rows of table `a` cannot be read: a.csv:4 has more")
    assert fault.message.endswith("; a.csv:8 has more fields than the header; and 1,195 more")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../data/*.csv", "the path `../data/*.csv` climbs out of its folder"),
        ("data/../../x.csv", "the path `data/../../x.csv` climbs out of its folder"),
        ("/etc/passwd", "the path `/etc/passwd` is absolute"),
        ("C:\\data\\x.csv", "the path `C:\\data\\x.csv` is absolute"),
        (".", "the path `.` names no file"),
        ("data/link.csv", "the path `data/link.csv` is a link that leads out of the workspace"),
        ("linked/*.csv", "the path `linked/a.csv` is a link that leads out of the workspace"),
    ],
)
def test_a_path_does_not_leave_the_workspace(tmp_path: Path, path: str, message: str) -> None:
    root = tmp_path / "workspace"
    _write(tmp_path, {"outside/a.csv": GOOD, "workspace/data/own.csv": GOOD})
    (root / "data" / "link.csv").symlink_to(tmp_path / "outside" / "a.csv")
    (root / "linked").symlink_to(tmp_path / "outside")
    opened = _open(root, path)
    assert [(fault.slug, fault.message) for fault in opened.faults] == [("path-outside", message)]
    assert opened.database is None


def test_a_path_that_meets_no_file_says_so(tmp_path: Path) -> None:
    _write(tmp_path, {".vitalfew/observations/a.parquet": b"PAR1"})
    assert [fault.slug for fault in _open(tmp_path, "**/*.parquet").faults] == ["missing-file"]


def test_an_unset_variable_is_named_and_a_set_one_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_FOLDER", raising=False)
    assert [fault.message for fault in _open(tmp_path, "${SHOP_FOLDER}/a.csv").faults] == [
        "the environment variable `SHOP_FOLDER` is not set"
    ]
    _write(tmp_path, {"data/a.csv": GOOD})
    monkeypatch.setenv("SHOP_FOLDER", "data")
    assert _open(tmp_path, "${SHOP_FOLDER}/a.csv").faults == ()


def test_every_kind_of_source_is_opened_and_one_without_an_opener_is_named(tmp_path: Path) -> None:
    declared = {
        kind
        for noun in (FilesSource, DatabaseSource, HttpSource, ManualSource)
        for kind in get_args(noun.model_fields["kind"].annotation)
    }
    assert set(openers()) == declared
    (fault,) = open_source(ManualSource.model_construct(id="s", kind="pigeon"), tmp_path, "UTC").faults
    assert (fault.slug, fault.message) == ("unmeasured-kind", "sources of kind `pigeon` are not measured by this release")


@pytest.mark.parametrize(
    ("path", "names", "tables"),
    [
        ("data/orders.csv", ["data/orders.csv"], {"orders"}),
        ("data/*.csv", ["data/orders-2026-01.csv", "data/orders-2026-02.csv", "data/visits.csv"], {"orders", "visits"}),
        ("data/*.csv", ["data/orders_2026Q1.csv", "data/orders_2026Q2.csv"], {"orders"}),
        ("data/**/*.csv", ["data/sales/part-1.csv", "data/sales/part-2.csv", "data/people.csv"], {"sales", "people"}),
        ("data/sales/*.csv", ["data/sales/part-1.csv", "data/sales/part-2.csv"], {"sales"}),
        ("data/sales/*.csv", ["data/sales/2026-01.csv", "data/sales/2026-02.csv"], {"sales"}),
        ("data/Order Lines.csv", ["data/Order Lines.csv"], {"order_lines"}),
    ],
)
def test_files_make_tables_by_folder_or_stem(tmp_path: Path, path: str, names: list[str], tables: set[str]) -> None:
    _write(tmp_path, {name: f"day,amount\n2026-0{place + 1}-01,5\n" for place, name in enumerate(names)})
    opened = _open(tmp_path, path)
    assert opened.faults == ()
    assert set(opened.tables) == tables
    assert opened.database is not None
    rows = sum(opened.database.fetch(f'SELECT count(*) AS n FROM "{name}"')["n"][0].as_py() for name in tables)
    assert rows == len(names)
    assert (opened.find(None) is None) == (len(tables) > 1)


def test_files_of_a_table_are_joined_by_the_names_of_their_columns(tmp_path: Path) -> None:
    _write(tmp_path, {"a-1.csv": "day,amount\n2026-01-01,1\n", "a-2.csv": "amount,day,note\n2,2026-01-02,x\n"})
    opened = _open(tmp_path, "*.csv")
    assert [(fault.slug, fault.spoils) for fault in opened.faults] == [("differing-columns", False)]
    assert opened.database is not None
    found = opened.database.fetch("SELECT CAST(day AS VARCHAR) AS day, amount, note FROM a ORDER BY day").to_pylist()
    assert found == [
        {"day": "2026-01-01", "amount": 1, "note": None},
        {"day": "2026-01-02", "amount": 2, "note": "x"},
    ]


def test_types_are_those_of_all_values_and_codes_stay_text(tmp_path: Path) -> None:
    lines = (
        "code,count,rate,late,flag,day,at,empty",
        "007,1,1,1,true,2026-01-01,2026-01-01 10:00,",
        "010,2,.5,x,FALSE,2026-1-2,2026-01-02T11:00:01.5,",
    )
    _write(tmp_path, {"a.csv": "\n".join(lines) + "\n"})
    assert dict(_open(tmp_path, "a.csv").tables["a"].columns) == {
        "code": "VARCHAR",
        "count": "BIGINT",
        "rate": "DOUBLE",
        "late": "VARCHAR",
        "flag": "BOOLEAN",
        "day": "DATE",
        "at": "TIMESTAMP",
        "empty": "VARCHAR",
    }


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """A source over one text file, while another file lies beside it."""
    _write(tmp_path, {"data/a.csv": GOOD, "other.csv": GOOD})
    return _open(tmp_path, "data/*.csv")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_csv('@/other.csv')",
        "SELECT * FROM read_text('@/data/a.csv')",
        "SELECT * FROM '/etc/hostname'",
        "COPY a TO '@/data/stolen.csv'",
        "COPY a TO '@/data/a.csv'",
        "ATTACH '@/data/new.db'",
        "EXPORT DATABASE '@/data/out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SELECT * FROM opened",
    ],
)
def test_a_locked_engine_neither_reads_nor_writes_outside(opened: Opened, tmp_path: Path, statement: str) -> None:
    """The second wall: what the parser of snippets would let through, the engine refuses."""
    assert opened.database is not None
    assert isinstance(opened.database.run(statement.replace("@", str(tmp_path))), Refusal)
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.csv", "other.csv"]
    assert (tmp_path / "data" / "a.csv").read_text() == GOOD
