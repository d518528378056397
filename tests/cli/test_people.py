"""`people` as it is typed: who is away, who left, and all that is somebody's handed over (RHY-8)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take every identity and database of this machine away."""
    for name in ("VITALFEW_PERSON", "VITALFEW_DATABASE_URL", "VITALFEW_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))


@pytest.fixture
def bakery(folder: Path) -> Path:
    """Give a bakery in which Max reports to Eva, and Eva is the deputy of nobody."""
    path = folder / "framework" / "main.yaml"
    text = path.read_text(encoding="utf-8")
    people = "  - {id: max, name: Max Roth, manager: eva} # the shop\n  - {id: tom, name: Tom Alm, left: 2026-06-01}"
    path.write_text(text.replace("  - {id: max, name: Max Roth}", people), encoding="utf-8")
    return folder


def text(folder: Path) -> str:
    return (folder / "framework" / "main.yaml").read_text(encoding="utf-8")


def test_an_absence_is_noted_shown_and_taken_back(run: Run, bakery: Path) -> None:
    noted = run("-C", bakery, "people", "absent", "Max Roth", "--until", "2026-06-30", "--reason", "Lisbon", "--author", "eva")
    listed = run("-C", bakery, "people").output
    own, other = (run("-C", bakery, "--viewer", who, "people", "show", "max").output for who in ("eva", "tom"))
    back = run("-C", bakery, "people", "back", "max", "--author", "eva")

    assert noted.output == "✓ max is away from 2026-06-15 until 2026-06-30 (absence 1)\n  eva stands in\n"
    assert "max  Max Roth  away until 2026-06-30, eva stands in; answers for 2, open 0" in listed
    assert "tom  Tom Alm  left 2026-06-01; answers for 0, open 0" in listed
    assert ("Lisbon" in own, "Lisbon" in other) == (True, False)
    assert "kpi:basket: owner" in other
    assert back.output == "✓ max is not going away after all\n"
    assert "is not noted as away" in run("-C", bakery, "people", "back", "max", "--author", "eva").output


def test_a_hand_over_is_shown_first_and_then_written_with_comments_kept(run: Run, bakery: Path) -> None:
    before = text(bakery)
    planned = run("-C", bakery, "people", "handover", "max", "--to", "eva", "--left", "2026-06-30", "--plan")
    untouched = text(bakery)
    done = run("-C", bakery, "people", "handover", "max", "--to", "eva", "--left", "2026-06-30", "--author", "eva")

    assert untouched == before
    assert "  kpi:basket owner → eva\n" in planned.output
    assert planned.output.endswith("3 places in the framework, 0 open things; nothing was changed\n")
    assert done.output.endswith(
        "handed over: 3 places in the framework, 0 open things; revision 2 is live, and the files are written back\n"
    )
    assert "{id: max, name: Max Roth, manager: eva, left: 2026-06-30} # the shop" in text(bakery)
    assert "nothing to do" in run("-C", bakery, "plan").output
    assert "Hand over what max answers for" in run("-C", bakery, "history").output
    again = run("-C", bakery, "people", "handover", "max", "--to", "eva", "--author", "eva")
    assert (again.exit_code, "`max` answers for nothing" in again.output) == (2, True)


def test_files_with_changes_of_their_own_are_not_written_over(run: Run, bakery: Path) -> None:
    run("-C", bakery, "people", "absent", "tom", "--author", "eva")
    path = bakery / "framework" / "main.yaml"
    path.write_text(f"{text(bakery)}# a thought\n", encoding="utf-8")
    refused = run("-C", bakery, "people", "handover", "max", "--to", "eva", "--author", "eva")

    assert refused.exit_code == 2
    assert "changes that are in no revision" in refused.output
    assert text(bakery).endswith("# a thought\n")
    assert len(json.loads(run("-C", bakery, "history", "--format", "json").output)["revisions"]) == 1


def test_leavers_are_found_and_the_contract_says_what_they_left(run: Run, bakery: Path) -> None:
    clean = run("-C", bakery, "people", "leavers")
    path = bakery / "framework" / "main.yaml"
    path.write_text(text(bakery).replace("    owner: max", "    owner: tom"), encoding="utf-8")
    run("-C", bakery, "people", "absent", "max", "--author", "eva")
    found = run("-C", bakery, "people", "leavers", "--format", "json")
    shown = run("-C", bakery, "people", "leavers").output

    assert (clean.exit_code, found.exit_code) == (0, 1)
    places = [{"ref": "kpi:basket", "field": "owner"}]
    assert json.loads(found.output) == {
        "version": 1,
        "leavers": [{"person": "tom", "left": "2026-06-01", "framework": places, "matters": [], "to": None}],
    }
    assert shown == "tom left 2026-06-01\n  kpi:basket: owner\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "mxa"), "there is no person `mxa`"),
        (("absent", "max", "--deputy", "nobody"), "there is no person `nobody`"),
        (("back", "max", "--absence", "7"), "is not noted as away|there is no absence `7`"),
        (("handover", "max", "--to", "eva", "--give", "basket"), "`--give` cannot be `basket`"),
        (("handover", "max", "--to", "eva", "--give", "kpi:rent=eva"), "there is no thing to hand over `kpi:rent`"),
        (("handover", "max", "--to", "tom"), "no longer with the organisation"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(run: Run, bakery: Path, words: tuple[str, ...], said: str) -> None:
    author = () if words[0] == "show" else ("--author", "eva")
    done = run("-C", bakery, "people", *words, *author)

    assert done.exit_code == 2
    assert any(each in done.output for each in said.split("|"))


def test_phantoms_are_for_the_eyes_of_a_person_and_their_line(run: Run, bakery: Path) -> None:
    """AUD-10, CAS-5."""
    own, above, other = (
        json.loads(run("-C", bakery, "--viewer", who, "people", "phantoms", "--format", "json").output)
        for who in ("max", "eva", "tom")
    )
    shown = run("-C", bakery, "--viewer", "max", "people", "phantoms").output

    assert [[each["person"] for each in found["people"]] for found in (own, above, other)] == [["max"], ["eva", "max"], []]
    assert [found["private"] for found in (own, above, other)] == [1, 0, 2]
    assert {found["share"] for found in (own, above, other)} == {None}
    assert "max  not enough data\n  something was due in 0 weeks, of 4 that are needed\n" in shown
    assert "fewer than five people can be judged" in shown
