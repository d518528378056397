"""From eight answers to a framework that passes its own audit, asked for or from a file, without a network (STR-1, DEF-8)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import click
import pytest
from tests.cli.conftest import Run

from vitalfew.catalog.read import catalogue
from vitalfew.cli import interview
from vitalfew.cli.interview import QUESTIONS, Stopped, ask, settle
from vitalfew.draft.brief import Brief
from vitalfew.draft.choice import Candidates, Goal
from vitalfew.draft.context import context_of

BRIEF = """\
name: Harbour Foods
industry: retail
size: 60 people
goals:
  - Shoppers buy more and come again
  - The people who run the shops stay
currency: EUR
"""
ANSWERS = (
    "Harbour Foods",
    *("?", "retail"),
    *("many", "<", "retail", "60"),
    *("Shoppers buy more and come again", "The people who run the shops stay", ""),
    *("quality", ""),
    "",
    "",
    "",
)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace drafted from a brief in a process that cannot reach any network."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    (folder / "sitecustomize.py").write_text(CUT, encoding="utf-8")
    command = [sys.executable, "-m", "vitalfew", "draft", "made", "--brief", "brief.yaml", "--yes", "--as-of", "2026-11-22"]
    alone = ["unshare", "-rn"] if which("unshare") and _may_unshare() else []
    paths = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [*alone, *command], cwd=folder, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "reached for a network" not in done.stderr
    (folder / "made" / "said.txt").write_text(done.stdout, encoding="utf-8")
    return folder / "made"


CUT = """\
import socket
def refused(*args, **kwargs):
    raise SystemExit("reached for a network")
socket.getaddrinfo = socket.create_connection = refused
socket.socket.connect = socket.socket.connect_ex = refused
"""


def _may_unshare() -> bool:
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


def test_without_a_network_a_brief_becomes_a_framework_that_its_audit_passes(run: Run, drafted: Path) -> None:
    said = (drafted / "said.txt").read_text(encoding="utf-8")
    assert "“The people who run the shops stay” → shop-teams-stay" in said
    assert "What only people can decide" in said
    checked = run("-C", drafted, "check", "--strict", "--as-of", "2026-11-22")
    assert checked.exit_code == 0, checked.stdout


def test_it_ends_with_the_three_documents_and_the_brief(drafted: Path) -> None:
    assert {path.stem for path in (drafted / "published").glob("*.html")} == {
        "strategic-kpi-document",
        "kpi-architecture-blueprint",
        "alignment-matrix",
    }
    assert "Harbour Foods" in (drafted / "brief.yaml").read_text(encoding="utf-8")


def test_why_is_answered_from_the_kept_brief_and_writes_nothing(run: Run, drafted: Path) -> None:
    before = sorted(drafted.rglob("*"))
    told = run("draft", drafted, "--why", "shop-staff-turnover", "--why", "objective:shop-teams-stay")
    assert told.exit_code == 0
    assert "kpi:shop-staff-turnover: chosen" in told.stdout
    assert "it answers the goal “The people who run the shops stay”" in told.stdout
    assert sorted(drafted.rglob("*")) == before


def test_where_a_framework_stands_nothing_is_overwritten(run: Run, drafted: Path) -> None:
    again = run("draft", drafted, "--brief", drafted / "brief.yaml", "--yes")
    assert again.exit_code == 2
    assert "exists and is not empty" in again.stderr


def test_json_tells_all_of_a_draft(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    made = run("draft", tmp_path / "new", "--brief", tmp_path / "brief.yaml", "--no-publish", "--format", "json")
    found = json.loads(made.stdout)
    assert (found["version"], found["understood"]["industry"], found["summary"]["error"]) == (1, "retail", 0)
    assert {goal["band"] for goal in found["goals"]} <= {"strong", "plausible", "weak"}
    assert all(ref.startswith("kpi:") for ref in (kpi["ref"] for kpi in found["kpis"]))
    assert found["decisions"][0]["what"]
    assert (tmp_path / "new" / found["files"][0]).is_file()


def test_rules_that_cannot_all_hold_are_said_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    one = ("--pin", "complaint-rate", "--exclude", "complaint-rate")
    made = run("draft", tmp_path / "new", "--brief", tmp_path / "brief.yaml", "--yes", *one)
    assert made.exit_code == 2
    assert "“`complaint-rate` is pinned” and “`complaint-rate` is excluded”" in made.stderr
    assert not (tmp_path / "new" / "framework").exists()


def test_a_faulty_brief_is_told_like_any_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text("name: Harbour\nsise: 60\ngoals: []\n", encoding="utf-8")
    made = run("draft", tmp_path / "new", "--brief", tmp_path / "brief.yaml", "--yes")
    assert made.exit_code == 1
    assert "brief.yaml:2" in made.stderr
    assert "did you mean `size`?" in made.stderr


def test_without_anybody_to_ask_a_brief_is_asked_for(run: Run, tmp_path: Path) -> None:
    made = run("draft", tmp_path / "new")
    assert made.exit_code == 2
    assert "--brief FILE" in made.stderr


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed, line by line; once it is at its end somebody presses Ctrl-D."""
    lines: list[str] = []

    def prompt(*_args: object, default: str = "", **_options: object) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0) or default

    monkeypatch.setattr(click, "prompt", prompt)
    return lines


def test_the_interview_asks_eight_questions_with_help_and_a_way_back(
    typed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ANSWERS
    brief = ask({}, tmp_path / "brief.yaml")
    shown = capsys.readouterr().out
    assert (brief.name, brief.industry, brief.size, len(brief.goals), brief.focus) == (
        "Harbour Foods",
        "retail",
        60,
        2,
        ("quality",),
    )
    assert brief.stakeholders == ("customers", "employees")
    assert all(question.words in shown for question in QUESTIONS)
    assert QUESTIONS[1].why in shown
    assert "many" in shown  # what is wrong with an answer is said at once
    assert typed == []


def test_an_interview_that_is_broken_off_loses_nothing(typed: list[str], tmp_path: Path) -> None:
    kept = tmp_path / "brief.yaml"
    typed += ["Harbour Foods", "retail"]
    with pytest.raises(Stopped, match="your answers are kept"):
        ask({}, kept)
    said: list[str] = []
    answers = interview.known(kept, said.append)
    assert answers == {"name": "Harbour Foods", "industry": "retail"}
    assert "going on" in said[0]
    typed += ["60", "Shoppers come again", "", "", "", "", ""]
    assert ask(answers, kept).size == 60


def test_going_back_what_was_answered_stands_and_a_goal_with_commas_is_one(typed: list[str], tmp_path: Path) -> None:
    typed += ["Harbour Foods", "retail", "60", "cut costs, time and waste", "", "<", "", "", "", "", ""]
    assert ask({}, tmp_path / "brief.yaml").goals == ("cut costs, time and waste",)


def test_a_goal_that_can_mean_two_things_is_asked_about_and_the_answer_is_kept(typed: list[str], tmp_path: Path) -> None:
    kept, book = tmp_path / "brief.yaml", catalogue()
    first, second = list(book.pattern)[:2]
    goal = Goal(0, "Grow", first, 0.5, "plausible", second, 0.49, decided=False)
    brief = Brief(name="x", industry="retail", size=60, goals=("Grow",))
    found = Candidates(context_of(brief), (goal,), (), (), "test")
    with pytest.raises(Stopped):
        settle(brief, found, kept)
    typed += ["2"]
    assert settle(brief, found, kept).meant == {"Grow": second}


def test_why_of_what_nobody_knows_is_refused_before_anything_is_drafted(run: Run, tmp_path: Path) -> None:
    told = run("draft", tmp_path, "--why", "kpi:nonsense")
    assert told.exit_code == 2
    assert "there is no kpi `nonsense`" in told.stderr


def test_improve_looks_at_the_folder_that_is_named_and_says_what_is_alike_once(run: Run, drafted: Path) -> None:
    told = run("draft", drafted, "--improve", "--as-of", "2026-11-22")
    assert "more like these" in told.stdout
    assert told.stdout.count("TGT001") == 3
