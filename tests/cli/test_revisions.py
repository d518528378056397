"""`plan`, `apply`, `history`, `diff`, `revert`, `export` and `journal` as they are typed."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from tests.cli.conftest import Run, Spawn

WAIVED = ("--waive", "The stray stays until July")


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take every identity and database of this machine away."""
    for name in ("VITALFEW_PERSON", "VITALFEW_DATABASE_URL", "VITALFEW_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "framework" / "main.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def first(run: Run, folder: Path) -> None:
    done = run("-C", folder, "apply", "-m", "As agreed in June", "--author", "eva", *WAIVED)
    assert done.exit_code == 0, done.output


def test_the_way_from_a_first_revision_to_a_change_and_back(run: Run, folder: Path) -> None:
    assert "there is no revision yet" in run("-C", folder, "history").output
    assert "nothing was decided yet" in run("-C", folder, "journal").output
    first(run, folder)
    edit(folder, "threshold: 800", "threshold: 700")
    edit(folder, "value: count(*)", "value: sum(amount)")
    shown = run("-C", folder, "plan").output
    run("-C", folder, "apply", "-m", "Lower the threshold", "--author", "max", *WAIVED)
    back = run("-C", folder, "revert", 1, "--author", "eva")

    assert "~ kpi:revenue  Revenue\n    threshold: 800 → 700" in shown
    assert "outdated" in shown
    assert "  basket\n" in shown
    assert "revision 3 is live and like revision 1, by eva" in back.output
    assert "threshold: 800" in (folder / "framework" / "main.yaml").read_text(encoding="utf-8")
    history = run("-C", folder, "history", "--last", "2").output
    assert "Lower the threshold" in history
    assert "As agreed in June\n    waived" not in history
    assert run("-C", folder, "journal", "verify").exit_code == 0


def test_nothing_to_do_says_so(run: Run, folder: Path) -> None:
    first(run, folder)

    assert run("-C", folder, "plan").output == "nothing to do: the files are those of revision 1\n"
    done = run("-C", folder, "apply", "-m", "Again")
    assert (done.exit_code, done.output) == (0, "nothing to do: the files are those of revision 1\n")


def test_errors_are_shown_and_nothing_is_made(run: Run, folder: Path) -> None:
    assert run("-C", folder, "plan").exit_code == 1
    done = run("-C", folder, "apply", "-m", "x", "--author", "eva")
    said = json.loads(run("-C", folder, "apply", "-m", "x", "--author", "eva", "--format", "json").stdout)

    assert done.exit_code == 1
    assert "orphan-kpi" in done.output
    assert "nothing was made" in done.output
    assert (said["made"], said["revision"], bool(said["errors"])) == (False, None, True)
    assert "there is no revision yet" in run("-C", folder, "history").output


def test_nobody_signs_by_accident(spawn: Spawn, folder: Path) -> None:
    asked = spawn("-C", folder, "apply", "-m", "x", *WAIVED)
    assert asked.returncode == 2
    assert "nobody is named as its author" in asked.stderr
    assert "--author" in asked.stderr

    by_variable = spawn("-C", folder, "apply", "-m", "x", *WAIVED, VITALFEW_PERSON="Max Roth")
    assert "by max: x" in by_variable.stdout
    config = folder / "gitconfig"
    config.write_text("[user]\nname = Somebody Else\n", encoding="utf-8")
    edit(folder, "threshold: 800", "threshold: 700")
    by_git = spawn("-C", folder, "apply", "-m", "y", *WAIVED, GIT_CONFIG_GLOBAL=str(config))
    assert "by Somebody Else: y" in by_git.stdout


def test_the_json_of_each_command_says_what_the_text_says(run: Run, folder: Path, tmp_path: Path) -> None:
    first(run, folder)
    edit(folder, "threshold: 800", "threshold: 700")
    plan, history, diff, journal, verified, export = (
        json.loads(run("-C", folder, *command, "--format", "json").stdout)
        for command in (
            ("plan",), ("history",), ("diff", "1"), ("journal",), ("journal", "verify"), ("export", tmp_path / "out"),
        )
    )  # fmt: skip

    threshold = {"topic": "threshold", "field": "threshold", "before": "800", "after": "700"}
    revenue = {"how": "changed", "ref": "kpi:revenue", "name": "Revenue", "edits": [threshold]}
    assert plan["changes"] == diff["changes"] == [revenue]
    assert (plan["live"]["number"], plan["live"]["by"], plan["files"]) == (1, "eva", ["framework/main.yaml"])
    assert history["revisions"][0] == plan["live"]
    assert history["revisions"][0]["waived"] == WAIVED[1]
    assert (diff["before"], diff["after"]) == ("1", "files")
    assert [(each["by"], each["verb"], each["subject"]) for each in journal["entries"]] == [("eva", "apply", "revision:1")]
    assert verified == {"version": 1, "entries": 1, "head": journal["entries"][0]["hash"], "holds": True, "faults": []}
    assert export["files"] == ["framework/main.yaml"]
    assert "threshold: 800" in (tmp_path / "out" / "framework" / "main.yaml").read_text(encoding="utf-8")


def test_markdown_for_a_comment(run: Run, folder: Path) -> None:
    first(run, folder)
    edit(folder, "name: Basket", "name: Basket | per visit")

    row = "| changed | `kpi:basket` | Basket \\| per visit | name: Basket → Basket \\| per visit |"
    assert row in run("-C", folder, "plan", "--format", "markdown").output.splitlines()
    assert row in run("-C", folder, "diff", "1", "--format", "markdown").output.splitlines()
    assert "| 1 | " in run("-C", folder, "history", "--format", "markdown").output


def test_a_changed_entry_is_named_and_a_cut_end_is_found_by_the_head(run: Run, folder: Path) -> None:
    first(run, folder)
    edit(folder, "threshold: 800", "threshold: 700")
    run("-C", folder, "apply", "-m", "y", "--author", "eva", *WAIVED)
    head = json.loads(run("-C", folder, "journal", "verify", "--format", "json").stdout)["head"]
    assert run("-C", folder, "journal", "verify", "--head", head).exit_code == 0
    connection = sqlite3.connect(folder / ".vitalfew" / "store.db")
    connection.execute("update journal set verb = 'revert' where number = 1")
    connection.execute("delete from journal where number = 2")
    connection.commit()
    connection.close()

    found = run("-C", folder, "journal", "verify", "--head", head)
    assert found.exit_code == 1
    assert "entry 1 was changed" in found.output
    assert "entry 2 is not there" in found.output


def test_a_person_is_erased_on_request(run: Run, folder: Path) -> None:
    first(run, folder)
    nobody = run("-C", folder, "journal", "erase", "nobody", "--author", "max")
    done = run("-C", folder, "journal", "erase", "eva", "--author", "max")

    assert (nobody.exit_code, done.exit_code) == (1, 0)
    assert "(erased)" in run("-C", folder, "history").output
    assert run("-C", folder, "journal", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", "one"), "give the number of a revision"),
        (("diff", "9"), "there is no revision `9`"),
        (("revert", "9", "--author", "eva"), "there is no revision `9`"),
        (("journal", "erase"), "takes the person"),
        (("journal", "show", "eva"), "takes no person"),
        (("apply",), "Missing option"),
        (("apply", "-m", " "), "the message is empty"),
        (("export",), "there is no revision yet"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_run_says_why(arguments: tuple[str, ...], said: str, run: Run, folder: Path) -> None:
    done = run("-C", folder, *arguments)

    assert done.exit_code == 2
    assert said in done.output


def test_the_database_of_a_team_is_used_and_its_password_never_shown(spawn: Spawn, folder: Path) -> None:
    unnamed = spawn("-C", folder, "history", VITALFEW_DATABASE_URL="postgresql://ana:s3cret@127.0.0.1:1/x")
    dead = spawn("-C", folder, "history", VITALFEW_DATABASE_URL="postgresql://ana:s3cret@127.0.0.1:1/x", VITALFEW_WORKSPACE="w")

    assert (unnamed.returncode, dead.returncode) == (2, 2)
    assert "VITALFEW_WORKSPACE" in unnamed.stderr
    assert "postgresql://ana:***@127.0.0.1:1/x" in dead.stderr
    assert "s3cret" not in unnamed.stderr + dead.stderr
    assert not (folder / ".vitalfew" / "store.db").exists()


def test_a_backup_goes_into_an_empty_folder_and_is_measured_on(run: Run, folder: Path, tmp_path: Path) -> None:
    first(run, folder)
    run("-C", folder, "measure")
    saved = json.loads(run("-C", folder, "backup", tmp_path / "b.zip", "--format", "json").stdout)
    restored = run("-C", tmp_path / "new", "restore", tmp_path / "b.zip")

    assert (saved["revisions"], saved["entries"], saved["runs"] > 0) == (1, 1, True)
    assert restored.exit_code == 0, restored.output
    assert run("-C", tmp_path / "new", "journal", "verify", "--head", saved["head"]).exit_code == 0
    here, there = (json.loads(run("-C", each, "status", "--format", "json").stdout) for each in (folder, tmp_path / "new"))
    assert [each["value"] for each in there["verdicts"]] == [each["value"] for each in here["verdicts"]]
    again = run("-C", tmp_path / "new", "restore", tmp_path / "b.zip")
    assert (again.exit_code, "decisions of its own" in again.output) == (2, True)
    assert run("-C", folder, "restore", folder / "framework" / "main.yaml").exit_code == 2
