"""Values by hand, as people enter them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def mood(folder: Path) -> Path:
    """The bakery with a KPI that is entered by hand."""
    text = (folder / "framework" / "main.yaml").read_text(encoding="utf-8")
    text = text.replace("sources:\n", "sources:\n  - {id: by-hand, kind: manual}\n")
    text = text.replace("measures:\n", "measures:\n  - {id: mood, source: by-hand, table: mood, date: date, value: sum(value)}\n")
    text += "  - {id: mood, name: Mood, unit: points, formula: mood, every: month, level: company, owner: eva}\n"
    (folder / "framework" / "main.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_value_is_kept_and_measured(mood: Path, run: Run) -> None:
    """MON-1: by hand where nothing else exists."""
    first = run("-C", mood, "record", "mood", "7.5", "--for", "2026-05", "--by", "eva", "--note", "survey")
    assert (first.exit_code, first.output) == (
        0,
        (
            "`mood` 2026-05: 7.50 points, by eva, kept in `data/manual/mood.csv`\n"
            "run `vitalfew measure` to bring it into the scorecard\n"
        ),
    )
    again = run("-C", mood, "record", "kpi:mood", "--for", "2026-05", "--by", "max", "--format", "json", "--", "-8")
    said = json.loads(again.stdout)
    assert (said["ref"], said["period"], said["start"], said["value"], said["before"]) == (
        "kpi:mood",
        "2026-05",
        "2026-05-01",
        -8.0,
        7.5,
    )
    measured = json.loads(run("-C", mood, "measure", "--kpi", "mood", "--format", "json").stdout)
    values = {row["start"]: row["value"] for row in measured["observations"] if row["grain"] == "month"}
    assert values["2026-05-01"] == -8.0


def test_the_author_is_the_person_of_the_environment_or_the_login(mood: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITALFEW_PERSON", "max")
    assert ", by max, kept in" in run("-C", mood, "record", "mood", "7", "--for", "2026-05").output
    monkeypatch.delenv("VITALFEW_PERSON")
    monkeypatch.setenv("LOGNAME", "elsa")
    said = run("-C", mood, "record", "mood", "8", "--for", "2026-05").output
    assert ", by elsa, kept in" in said
    assert "before: 7 points, by max on " in said


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("moood", "7", "--for", "2026-05"), "there is no KPI `moood`"),
        (("revenue", "7", "--for", "2026-05"), "`KPI` cannot be `revenue`"),
        (("mood", "seven", "--for", "2026-05"), "`VALUE` cannot be `seven`"),
        (("mood", "7", "--for", "2026-07"), "`--for` cannot be `2026-07`"),
        (("mood", "7", "--for", "2026-05", "--by", "evan"), "there is no person `evan`"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(mood: Path, run: Run, words: tuple[str, ...], error: str) -> None:
    refused = run("-C", mood, "record", *words)
    assert refused.exit_code == 2
    assert error in refused.stderr
    assert not (mood / "data" / "manual").exists()


def test_a_judgement_stands_beside_the_status_of_any_kpi(mood: Path, run: Run) -> None:
    """Of a value by hand and of a measured KPI; the scorecard shows where it differs and computes as before."""
    before = json.loads(run("-C", mood, "status", "--format", "json").stdout)["verdicts"]
    period = next(each["period"]["label"] for each in before if each["ref"] == "kpi:revenue")
    said = run("-C", mood, "record", "revenue", "--judgement", "red", "--for", period, "--by", "eva", "--note", "stock is gone")
    assert (said.exit_code, said.output) == (0, f"`revenue` {period}: judged red by eva, beside the computed status\n")
    verdicts = json.loads(run("-C", mood, "status", "--format", "json").stdout)["verdicts"]
    own = {each["ref"]: each.pop("own_judgement") for each in verdicts}
    assert own["kpi:revenue"] == {**own["kpi:revenue"], "status": "red", "by": "eva", "note": "stock is gone", "disagrees": True}
    assert [each["status"] for each in verdicts] == [each["status"] for each in before]
    assert "against the computed status, eva judges it red" in " ".join(run("-C", mood, "status").stdout.split())
    both = run("-C", mood, "record", "mood", "7", "--judgement", "green", "--for", "2026-05", "--by", "eva", "--format", "json")
    assert {key: json.loads(both.stdout)[key] for key in ("value", "period")} == {"value": 7.0, "period": "2026-05"}
    assert json.loads(both.stdout)["judgement"]["status"] == "green"


def test_a_judgement_that_cannot_be_read_is_told_beside_the_scorecard(mood: Path, run: Run) -> None:
    file = mood / "judgements" / "revenue.csv"
    file.parent.mkdir()
    file.write_text("every,period,date,status,by,recorded_at,note\nmonth,2026-05,2026-05-01,blue,eva,2026-06-02T08:00:00,\n")
    found = json.loads(run("-C", mood, "status", "--format", "json").stdout)["incomplete"]
    assert [(each["code"], each["file"], each["line"]) for each in found if each["rule"] == "unreadable-judgement"] == [
        ("DAT043", "judgements/revenue.csv", 2)
    ]


def test_neither_value_nor_judgement_is_refused(mood: Path, run: Run) -> None:
    refused = run("-C", mood, "record", "mood", "--for", "2026-05")
    assert refused.exit_code == 2
    assert "--judgement" in refused.stderr


@pytest.fixture
def told(mood: Path) -> Path:
    """The bakery with KPIs that are told in words, by a rating and by yes or no."""
    file = mood / "framework" / "main.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("measures:\n", "measures:\n  - {id: oven, source: by-hand, table: oven, date: date, value: sum(value)}\n")
    text = text.replace(
        "measures:\n", "measures:\n  - {id: smile, source: by-hand, table: smile, date: date, value: sum(value)}\n"
    )
    text += (
        "  - {id: story, name: Story, scale: text, every: month, objectives: [loved], owner: eva, target: {at_least: 3}}\n"
        "  - {id: oven, scale: yes-no, formula: oven, every: month, owner: eva, target: {at_least: 1}}\n"
        "  - {id: smile, scale: rating, natural: {min: 1, max: 5}, formula: smile, every: month, target: {at_least: 4}}\n"
    )
    file.write_text(text, encoding="utf-8")
    return mood


def test_words_are_a_value_that_no_number_judges(told: Path, run: Run) -> None:
    """CAS-5: what one person does may be told in words."""
    said = run("-C", told, "record", "story", "the queue is out of the door", "--for", "2026-05", "--by", "eva")
    assert (said.exit_code, said.output) == (0, "`story` 2026-05: said by eva, kept in `judgements/`\n")
    run("-C", told, "record", "story", "two came back", "--for", "2026-05", "--by", "max", "--judgement", "green")
    found = json.loads(run("-C", told, "status", "--format", "json").stdout)
    story = next(each for each in found["verdicts"] if each["ref"] == "kpi:story")
    assert (story["words"], story["value"], story["missing"]) == ("two came back", None, "words")
    assert (story["status"], story["state"], story["target"], story["score"]) == (None, "no-target", None, None)
    assert story["period"]["label"] == "2026-05"
    assert story["own_judgement"]["status"] == "green"
    assert "two came back" in run("-C", told, "status").stdout
    assert "two came back" in run("-C", told, "status", "--format", "csv").stdout
    loved = next(each for each in found["objectives"] if each["ref"] == "objective:loved")
    assert (loved["children"], loved["counted"]) == (1, 1)


def test_yes_is_kept_as_a_number_and_shown_as_a_word(told: Path, run: Run) -> None:
    assert "`oven` 2026-05: yes, by eva" in run("-C", told, "record", "oven", "yes", "--for", "2026-05", "--by", "eva").output
    again = run("-C", told, "record", "oven", "No", "--for", "2026-05", "--by", "eva").output
    assert "`oven` 2026-05: no, by eva" in again
    assert "before: yes, by eva" in again
    run("-C", told, "measure")
    oven = next(
        each for each in json.loads(run("-C", told, "status", "--format", "json").stdout)["verdicts"] if each["ref"] == "kpi:oven"
    )
    assert (oven["value"], oven["scale"], oven["state"]) == (0.0, "yes-no", "ok")
    assert " no " in next(line for line in run("-C", told, "status").stdout.splitlines() if "Oven" in line)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("oven", "perhaps"), "give `yes` or `no`"),
        (("smile", "6"), "give a rating from 1 up to 5"),
        (("smile", "0"), "give a rating from 1 up to 5"),
        (("smile", "fine"), "give a rating from 1 up to 5"),
        (("story", " "), "say in words how it stands"),
        (("story", "well", "--note", "more"), "say all of it there"),
    ],
)
def test_what_a_scale_does_not_know_is_refused(told: Path, run: Run, words: tuple[str, ...], wanted: str) -> None:
    refused = run("-C", told, "record", *words, "--for", "2026-05")
    assert refused.exit_code == 2
    assert wanted in refused.stderr
    assert not (told / "data" / "manual").exists()
    assert not (told / "judgements").exists()


def test_a_rating_is_a_value_like_any(told: Path, run: Run) -> None:
    assert run("-C", told, "record", "smile", "4", "--for", "2026-05", "--by", "eva").exit_code == 0
    run("-C", told, "measure")
    found = json.loads(run("-C", told, "status", "--format", "json").stdout)["verdicts"]
    assert next(each["status"] for each in found if each["ref"] == "kpi:smile") == "green"


def test_who_may_not_see_what_was_there_before_is_not_told_it(mood: Path, run: Run) -> None:
    file = mood / "framework" / "main.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("id: mood, name: Mood,", "id: mood, name: Mood, subject: max,"), encoding="utf-8"
    )
    run("-C", mood, "record", "mood", "7", "--for", "2026-05", "--by", "max")
    said = ("record", "mood", "8", "--for", "2026-05", "--by", "max", "--format", "json")
    assert json.loads(run("-C", mood, *said).stdout)["before"] is None
    assert json.loads(run("-C", mood, "--viewer", "max", *said).stdout)["before"] == 8.0
