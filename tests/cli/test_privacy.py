"""Individual figures reach the person and their line alone, whatever the command and format; nobody is ranked (CAS-5)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import Run, Spawn

from vitalfew.rhythm.sweep import sweep
from vitalfew.workspace import Workspace

FRAMEWORK = """\
preset: small-business
organization: {name: Corner Bakery}
calendar: {today: 2026-06-15}
people:
  - {id: eva, name: Eva Lind, email: eva@bakery.example}
  - {id: max, name: Max Roth, manager: eva}
  - {id: ida, name: Ida Holm, manager: eva}
  - {id: jon, name: Jon Berg, manager: eva}
  - {id: old, name: Olaf Dahl, left: 2026-01-31}
org_units: [{id: bakery, name: Bakery, level: company, head: eva}]
objectives:
  - {id: loved, statement: People come back every week, perspective: customer, org_unit: bakery, owner: eva}
  - {id: kind, statement: Everybody is greeted, perspective: financial, org_unit: bakery, owner: eva}
sources: [{id: till, kind: files, path: data/sales.csv}]
measures:
  - {id: takings, source: till, date: day, value: sum(amount), where: "who = 'shop'"}
  - {id: max_takings, source: till, date: day, value: sum(amount), where: "who = 'max'"}
  - {id: ida_takings, source: till, date: day, value: sum(amount), where: "who = 'ida'"}
  - {id: jon_takings, source: till, date: day, value: sum(amount), where: "who = 'jon'"}
kpis:
  - {id: revenue, name: Revenue, objectives: [loved], unit: EUR, formula: takings, every: month, target: {at_least: 1000},
     threshold: 800, owner: eva, guards: [max-sales], escalate: [{guard_broken: true}]}
"""
INDIVIDUAL = """\
  - {{id: {who}-sales, name: Sales of {who}, objectives: [kind], unit: EUR, formula: {who}_takings, every: month, owner: {who},
     subject: {who}, level: individual, target: {{at_least: 1000}}, threshold: 900, baseline: {{value: 500, on: 2025-12-31}}}}
"""
ORDER = ("max", "ida", "jon")
COMMANDS = [
    *(("status", "--format", each) for each in ("text", "json", "csv", "markdown")),
    ("status", "--by", "level"),
    ("status", "--owner", "max", "--format", "json"),
    ("status", "--strict"),
    ("boxes",),
    ("boxes", "--format", "json"),
    ("trace", "kpi:max-sales"),
    ("trace", "kpi:max-sales", "--format", "json"),
    ("trace", "kpi:revenue", "--format", "json"),
    ("check", "--format", "json"),
    ("check",),
    ("score",),
    ("measure", "--full", "--format", "csv", "--by"),
    ("measure", "--full", "--format", "json"),
    ("measure", "--full"),
    ("measure", "--history", "max-sales", "--format", "json"),
    ("measure", "--history", "max-sales"),
]


def bakery(root: Path, amounts: dict[str, tuple[int, ...]]) -> Path:
    """Write a workspace whose people sold so much in January to May."""
    (root / "framework").mkdir(parents=True)
    (root / "data").mkdir()
    text = FRAMEWORK + "".join(INDIVIDUAL.format(who=who) for who in ORDER)
    (root / "framework" / "main.yaml").write_text(text, encoding="utf-8")
    rows = [
        f"2026-{month:02}-{day},{amount},{who}"
        for who, each in amounts.items()
        for month, amount in enumerate(each, 1)
        for day in (10, 28)
    ]
    (root / "data" / "sales.csv").write_text(
        "day,amount,who\n" + "\n".join([*rows, "2026-06-14,1,shop"]) + "\n", encoding="utf-8"
    )
    return root


SHOP = (600, 610, 620, 630, 640)
GOOD, BAD, FAIR = (731, 732, 733, 734, 735), (391, 392, 393, 394, 395), (471, 472, 473, 474, 475)


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return bakery(tmp_path / "one", {"shop": SHOP, "max": BAD, "ida": GOOD, "jon": FAIR})


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return bakery(tmp_path / "other", {"shop": SHOP, "max": GOOD, "ida": FAIR, "jon": BAD})


def told(run: Run, folder: Path, *args: str, viewer: str | None = None) -> str:
    """Give the code and the words of a command, without what differs from run to run."""
    result = run("-C", folder, *(["--viewer", viewer] if viewer else []), *args)
    text = re.sub(r"\d{8}T\d{6}-[0-9a-f]{6}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", "RUN", result.output)
    return f"{result.exit_code} {text.replace(str(folder), 'FOLDER')}"


@pytest.mark.parametrize("viewer", [None, "old", "jon"])
def test_whoever_may_not_see_a_figure_cannot_tell_two_pasts_apart(
    run: Run, one: Path, tmp_path: Path, viewer: str | None
) -> None:
    """Figures of two people differ, and every command says the same: no number, colour, count or exit code gives them away."""
    other = bakery(tmp_path / "other", {"shop": SHOP, "max": GOOD, "ida": FAIR, "jon": FAIR})
    for folder in (one, other):
        run("-C", folder, "measure")
    for command in COMMANDS:
        assert told(run, one, *command, viewer=viewer) == told(run, other, *command, viewer=viewer), command


def test_what_is_open_about_a_private_figure_is_for_those_alone_who_may_see_it(run: Run, one: Path, other: Path) -> None:
    """An escalation says that the figure is bad; the journal and the outbox name it, for whoever keeps the workspace."""
    for folder in (one, other):
        file = folder / "framework" / "main.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace(", guards: [max-sales]", ""), encoding="utf-8")
        run("-C", folder, "measure")
        run("-C", folder, "apply", "-m", "first", "--author", "eva", "--waive", "a test")
        workspace = Workspace.open(folder)
        with workspace.writing(by="vitalfew") as desk:
            sweep(desk, workspace.judged())
    for command in (("people",), ("people", "show", "max"), ("people", "show", "max", "--format", "json")):
        assert told(run, one, *command) == told(run, other, *command), command
        assert told(run, one, *command, viewer="max") != told(run, other, *command, viewer="max"), command


def test_the_person_and_their_manager_see_the_figures(run: Run, one: Path) -> None:
    run("-C", one, "measure")
    for viewer, seen in (("max", ["max"]), ("eva", [*ORDER]), ("eva@bakery.example", [*ORDER]), ("Ida Holm", ["ida"])):
        found = json.loads(run("-C", one, "status", "--viewer", viewer, "--format", "json").stdout)
        values = {each["ref"]: each["value"] for each in found["verdicts"]}
        assert [who for who in ORDER if values[f"kpi:{who}-sales"] is not None] == seen


def test_the_variable_says_who_looks_and_the_option_goes_before_it(spawn: Spawn, one: Path) -> None:
    command = ("-C", one, "boxes", "--kpi", "max-sales", "--format", "json")
    nobody, known, option = (
        json.loads(spawn(*command, *more, VITALFEW_PERSON=person).stdout)["kpis"][0]["missing"]
        for person, more in (("", ()), ("max", ()), ("max", ("--viewer", "jon")))
    )
    assert (nobody, known, option) == ("private", None, "private")


def test_a_viewer_whom_nobody_knows_is_refused(run: Run, one: Path) -> None:
    result = run("-C", one, "status", "--viewer", "evva")
    assert result.exit_code == 2
    assert "there is no person `evva`" in result.output
    assert "did you mean `eva`?" in result.output


def test_what_is_private_is_counted_apart_and_is_neither_green_nor_missing(run: Run, one: Path) -> None:
    run("-C", one, "measure")
    text = run("-C", one, "status").stdout
    assert "● 1 green   ▲ 0 amber   ■ 0 red   ○ 0 without a status   ○ 3 private" in text
    assert "withheld" in text
    found = json.loads(run("-C", one, "status", "--format", "json").stdout)
    kind = next(each for each in found["objectives"] if each["ref"] == "objective:kind")
    assert (kind["status"], kind["state"], kind["score"]) == (None, "private", None)
    assert kind["reasons"] == ["withheld: it holds the private figures of fewer than 5 people"]
    [private] = [each for each in found["verdicts"] if each["ref"] == "kpi:max-sales"]
    assert (private["state"], private["missing"], private["target"], private["recent"]) == ("private", "private", None, [])


@pytest.mark.parametrize("viewer", ["eva", None])
def test_nobody_is_ranked(run: Run, one: Path, other: Path, viewer: str | None) -> None:
    """People stand in the order of the framework whatever their figures are, and nobody is named as the worst of them."""
    for folder in (one, other):
        run("-C", folder, "measure")
    for command in COMMANDS:
        for folder in (one, other):
            found = re.findall(r"(max|ida|jon)-sales|Sales of (max|ida|jon)", told(run, folder, *command, viewer=viewer))
            order = [*dict.fromkeys(name for pair in found for name in pair if name)]
            assert order == [who for who in ORDER if who in order], command
    text = run("-C", one, "status", "--viewer", "eva").stdout
    assert "red" in text
    assert "vitalfew trace" not in text
