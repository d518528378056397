"""`review` as it is typed: planned, reported for, held, closed with an action, and its documents (RHY-1, RHY-2)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

CADENCES = """
cadences:
  - {id: look, name: Weekly look, rhythm: weekly on monday 09:00, tiers: [1], minutes: 20, chair: eva, audience: [eva, max]}
"""
LOOK = "look-2026-06-22"


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take every identity and database of this machine away."""
    for name in ("VITALFEW_PERSON", "VITALFEW_DATABASE_URL", "VITALFEW_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))


@pytest.fixture
def bakery(run: Run, folder: Path) -> Path:
    """Give a measured bakery with a weekly look, planned from the 16th on."""
    path = folder / "framework" / "main.yaml"
    path.write_text(path.read_text(encoding="utf-8") + CADENCES, encoding="utf-8")
    run("-C", folder, "measure")
    assert run("-C", folder, "--as-of", "2026-06-16", "review", "plan", "--author", "eva").exit_code == 0
    return folder


def test_reviews_are_planned_listed_and_shown(run: Run, bakery: Path) -> None:
    again = run("-C", bakery, "--as-of", "2026-06-16", "review", "plan", "--author", "eva").output
    listed = run("-C", bakery, "review").output.splitlines()
    shown = run("-C", bakery, "review", "show", "look").output
    found = json.loads(run("-C", bakery, "review", "list", "--format", "json").stdout)

    assert again == "nothing to do: all is planned\n"
    assert listed[0] == f"{LOOK:<36} Mon 2026-06-22 09:00   20 min  planned    opens Thu 2026-06-18 09:00"
    assert len(listed) == 5
    assert f"Weekly look, 2026-W26  ({LOOK}, version 1)" in shown
    assert "chair: Eva Lind" in shown
    assert (found["version"], found["reviews"][0]["id"], found["reviews"][0]["starts"]) == (1, LOOK, "2026-06-22T09:00:00+00:00")


def test_nothing_planned_says_what_to_do(run: Run, folder: Path) -> None:
    assert run("-C", folder, "review").output.startswith("no review is planned\nrun `vitalfew review plan`")


def test_a_review_is_held_from_the_first_report_to_the_minutes(run: Run, bakery: Path) -> None:
    def take(*args: str, day: str = "2026-06-22", by: str = "eva") -> str:
        done = run("-C", bakery, "--as-of", day, "review", *args, "--author", by)
        return done.output if done.exit_code == 0 else f"{done.exit_code}: {done.output}"

    assert take("start", "look", day="2026-06-19").startswith("2: error: review `look-2026-06-22` is on 2026-06-22")
    assert "open" in take("open", "look", day="2026-06-18")
    words = ("--analysis", "Ten a day", "--next-step", "Keep on")
    assert take("comment", "look", "revenue", *words, day="2026-06-19") == (f"✓ commentary {LOOK}.revenue: Ten a day; Keep on\n")
    assert "locked" in take("lock", "look")
    assert "in-session" in take("start", "look")
    assert "in-session" in take("attend", "look", "Max Roth")
    assert take("note", "look", "Max counts again", "--item", "1", by="max") == "✓ note 1: Max counts again\n"
    assert take("decide", "look", "Open on Sundays", "--kpi", "revenue") == "✓ decision 1: Open on Sundays\n"
    assert take("close", "look").startswith("2: error: review `look-2026-06-22` has no action")
    assert take("act", "look", "Ask the staff", "--owner", "Max Roth", "--due", "2026-06-26") == "✓ action 1: Ask the staff\n"
    assert take("confirm", "look", "1").startswith("✓ look-2026-06-22")
    assert "closed" in take("close", "look")
    assert take("restate", LOOK, "revenue", "--reason", "Counted again", "--analysis", "Nine a day") == (
        "✓ restatement 1: Nine a day; Counted again\n"
    )
    assert take("done", "1") == "✓ decision 1: Open on Sundays\n"
    text = run("-C", bakery, "review", "minutes", LOOK).output
    agenda = run("-C", bakery, "review", "agenda", LOOK, "--format", "markdown").output
    held = json.loads(run("-C", bakery, "review", "minutes", LOOK, "--format", "json").stdout)["minutes"]

    for line in ("- Present: Eva Lind, Max Roth", "- Open on Sundays (Revenue)", "- Max counts again (Max Roth)"):
        assert line in text
    assert "Ask the staff | Max Roth | 2026-06-26" in text
    assert "Ten a day | Keep on | Eva Lind" in text
    assert "## Addenda" in text
    assert agenda.startswith("# Weekly look, 2026-W26")
    assert "Who does what by when" in agenda
    assert [each["id"] for each in held["actions"]] == ["1"]
    assert held["notes"][0]["item"] == 1


def test_the_agenda_before_the_lock_is_of_what_is_measured(run: Run, bakery: Path) -> None:
    found = json.loads(run("-C", bakery, "review", "agenda", "look", "--format", "json").stdout)
    text = run("-C", bakery, "review", "agenda", "look").output

    assert (found["review"]["state"], found["agenda"]["minutes"]) == ("planned", 20)
    assert sum(each["minutes"] for each in found["agenda"]["items"]) == 20
    assert {each["ref"] for each in found["agenda"]["items"]} >= {"kpi:stray"}
    assert "Exceptions" in text
    assert "Stray" in text


def test_a_review_is_moved_cancelled_and_a_decision_taken_back(run: Run, bakery: Path) -> None:
    def take(*args: str, day: str = "2026-06-16") -> str:
        return run("-C", bakery, "--as-of", day, "review", *args, "--author", "max").output

    assert "Wed 2026-06-24 14:00" in take("move", "look", "2026-06-24T14:00")
    assert "cancelled  The fair" in take("cancel", "look-2026-06-29", "--reason", "The fair")
    assert "in-session" in take("start", LOOK, day="2026-06-24")
    take("decide", LOOK, "Open on Sundays", day="2026-06-24")
    assert take("reverse", "1", "--reason", "Too dear", day="2026-06-24") == "✓ decision 1: Open on Sundays; Too dear\n"
    assert "Quiet" in take("close", LOOK, "--none-needed", "Quiet", day="2026-06-24")
    assert "None was needed: Quiet" in run("-C", bakery, "review", "minutes", LOOK).output


def test_a_step_with_a_version_that_is_over_is_refused(run: Run, bakery: Path) -> None:
    run("-C", bakery, "--as-of", "2026-06-22", "review", "start", "look", "--author", "eva")
    refused = run(
        "-C", bakery, "--as-of", "2026-06-22", "review", "close", "look", "--none-needed", "x", "--seen", "1", "--author", "eva"
    )

    assert (refused.exit_code, "look at it again" in refused.output) == (2, True)


def test_an_unknown_review_offers_the_nearest(run: Run, bakery: Path) -> None:
    refused = run("-C", bakery, "review", "show", "look-2026-06-21")

    assert refused.exit_code == 2
    assert "there is no review `look-2026-06-21`" in refused.output
