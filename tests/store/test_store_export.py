"""An export holds everything in open formats, says what each file is, and tells no figure that the viewer may not see."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.csv as pc_csv
import pyarrow.parquet as pq
import pytest

from vitalfew.base.errors import TargetExists
from vitalfew.base.ref import Ref
from vitalfew.rhythm.signin import send_link
from vitalfew.store.accounts import Grant, add_account, change_account, set_grants
from vitalfew.store.contents import keep
from vitalfew.store.journal import entries
from vitalfew.store.matters import Act, open_matter
from vitalfew.store.sessions import hashed, make_token, open_session
from vitalfew.store.tables import TABLES
from vitalfew.workspace import Workspace

HEAD = "every,period,date,value,by,recorded_at,note\n"
FRAMEWORK = """\
calendar: {today: 2026-03-01}
people: [{id: ana, name: Ana}, {id: ben, name: Ben}, {id: eva, name: Eva}]
sources: [{id: till, kind: files, path: data/sales.csv}, {id: by-hand, kind: manual}]
measures:
  - {id: sold, source: till, date: day, value: sum(x)}
  - {id: calls_of_ben, source: by-hand, table: calls_of_ben, date: date, value: sum(value)}
kpis:
  - {id: sales, formula: sold, every: month, owner: ana}
  - {id: calls-of-ben, formula: calls_of_ben, every: month, owner: ben, subject: ben}
"""


@pytest.fixture
def workspace(environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Give a workspace in which something of each sort has happened."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    written = {
        "framework/main.yaml": FRAMEWORK,
        "data/sales.csv": "day,x\n2026-01-05,1\n2026-02-05,2\n",
        "data/manual/calls-of-ben.csv": f"{HEAD}month,2026-01,2026-01-01,4711.5,ben,2026-02-01T00:00:00,\n",
        "data/manual/other.csv": HEAD,
    }
    for name, content in written.items():
        (tmp_path / "here" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "here" / name).write_text(content, encoding="utf-8")
    made = Workspace.open(tmp_path / "here", viewer="ben")
    made.apply(made.plan(), by="ana", message="Größe", waived="we begin")
    made.measure()
    with made.store.writing() as transaction:
        act = Act("ana", made.now)
        for kpi, said in (("sales", 17), ("calls-of-ben", 4711.5)):
            open_matter(transaction, act, "escalation", about=Ref("kpi", kpi), state="open", data={"value": said})
        open_matter(transaction, act, "action", about=Ref("kpi", "sales"), state="open", data={"text": 'call "them"\n=1'})
        keep(transaction, b"# A pack")
    yield made
    made.store.close()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_everything_is_there_and_named_with_its_hash(workspace: Workspace, tmp_path: Path) -> None:
    told = workspace.export_all(tmp_path / "out")
    out = tmp_path / "out"
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))

    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()) == sorted(told)
    assert set(manifest["files"]) == set(told) - {"manifest.json"}
    for name, said in manifest["files"].items():
        assert sha256((out / name).read_bytes()).hexdigest() == said["sha256"]
    assert manifest["private"] == []
    rows = {name: said["rows"] for name, said in manifest["files"].items() if said["rows"] is not None}
    with workspace.store.reading() as transaction:
        assert rows["journal.jsonl"] == rows["journal.csv"] == len(entries(transaction))
        assert {name for name in TABLES if f"tables/{name}.jsonl" in rows} == {
            "journal_personal",
            "slot",
            "outbox",
            "account",
            "account_role",
            "identity",
        }
    assert (rows["matters/escalation.jsonl"], rows["matters/action.jsonl"], rows["revisions.csv"]) == (2, 1, 1)
    assert (out / "revisions" / "1" / "framework" / "main.yaml").read_text(encoding="utf-8") == FRAMEWORK
    assert (out / "framework" / "main.yaml").read_text(encoding="utf-8") == FRAMEWORK
    assert [path.read_bytes() for path in (out / "contents").iterdir()] == [b"# A pack"]


def test_what_people_sign_in_with_never_leaves(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.store.writing() as transaction:
        made = add_account(transaction, "ana@home.example", person="ana", at=workspace.now)
        change_account(transaction, made.id, password="$argon2id$kept", totp="KEYOFTHEFACTOR")  # noqa: S106  # it opens nothing
        set_grants(transaction, made.id, [Grant("owner")])
        session = open_session(transaction, made.id, at=workspace.now, agent="Firefox")
        _, token = make_token(transaction, made.id, "nightly", "all", at=workspace.now)
        lasting, known = timedelta(hours=1), {"subject": "Hello", "language": "en"}
        link = send_link(transaction, made, base="https://x", at=workspace.now, lifetime=lasting, **known)
    workspace.export_all(tmp_path / "out")

    (row,) = lines(tmp_path / "out" / "tables" / "account.jsonl")
    assert set(row) == {"id", "login", "person", "state", "made_at"}
    assert [each["role"] for each in lines(tmp_path / "out" / "tables" / "account_role.jsonl")] == ["owner"]
    every = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    for secret in (session, token, link, "$argon2id$", "KEYOFTHEFACTOR", hashed(session), hashed(token), hashed(link)):
        assert secret.encode() not in every


def test_observations_are_the_same_as_parquet_and_as_csv(workspace: Workspace, tmp_path: Path) -> None:
    workspace.export_all(tmp_path / "out")
    found = pq.read_table(tmp_path / "out" / "observations.parquet").to_pylist()
    order = ("kpi", "grain", "number", "recorded_at")

    history = [row for kpi in ("sales", "calls-of-ben") for row in workspace.observations.history(kpi).to_pylist()]
    assert sorted(found, key=lambda row: [row[name] for name in order]) == sorted(
        history, key=lambda row: [row[name] for name in order]
    )
    plain = pc_csv.read_csv(tmp_path / "out" / "observations.csv")
    assert (plain.column_names, plain["value"].to_pylist()) == (list(found[0]), [row["value"] for row in found])


def test_what_is_private_to_others_is_in_no_file(workspace: Workspace, tmp_path: Path) -> None:
    """Eva is neither Ben nor of his line; 4711.5 is his figure, in the data, the observations and an escalation."""
    Workspace.open(workspace.root, viewer="eva").export_all(tmp_path / "out")
    workspace.export_all(tmp_path / "own")
    holding = {
        name: sorted(
            path.relative_to(tmp_path / name).as_posix() for path in (tmp_path / name).rglob("*") if b"4711.5" in _text(path)
        )
        for name in ("out", "own")
    }

    assert holding["out"] == []
    assert {"data/manual/calls-of-ben.csv", "matters/escalation.jsonl", "observations.csv"} <= set(holding["own"])
    said = lines(tmp_path / "out" / "matters" / "escalation.jsonl")
    assert [each["data"] for each in said] == [{"value": 17}, "private"]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["private"] == ["kpi:calls-of-ben"]
    assert "Made for `eva`" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    rows = pq.read_table(tmp_path / "out" / "observations.parquet").to_pylist()
    assert {row["missing"] for row in rows if row["kpi"] == "calls-of-ben"} == {"private"}


def _text(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() and path.suffix != ".parquet" else b""


def test_the_page_names_every_file_or_its_folder_and_every_column(workspace: Workspace, tmp_path: Path) -> None:
    told = workspace.export_all(tmp_path / "out")
    said = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")

    assert [name for name in told if f"`{name}`" not in said] == ["README.md"]
    files = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert [name for name, each in files.items() for column in each["columns"] if f"`{column}`" not in said] == []


def test_csv_and_json_hold_the_same(workspace: Workspace, tmp_path: Path) -> None:
    workspace.export_all(tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.csv"):
        beside = path.with_suffix(".jsonl")
        if beside.exists():
            with path.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            assert [[*row.values()] for row in rows] == [[_cell(value) for value in row.values()] for row in lines(beside)]


def _cell(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def test_a_folder_that_holds_something_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine", encoding="utf-8")

    with pytest.raises(TargetExists):
        workspace.export_all(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]
