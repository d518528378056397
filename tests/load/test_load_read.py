"""Files into one framework: which are read, how they merge, and what is said where one cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.load import read
from vitalfew.load.read import Loaded, load, load_texts
from vitalfew.model.framework import NOUN_KEYS, Framework

EXAMPLE = Path(__file__).parent / "example" / "framework.yaml"


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / "framework" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def test_the_example_loads_unchanged_without_a_finding() -> None:
    loaded = load_texts({"framework/main.yaml": EXAMPLE.read_bytes()})

    assert loaded.findings == ()
    assert loaded.silences == ()
    assert {key for key in NOUN_KEYS if not getattr(loaded.framework, key)} == {"perspectives", "publications"}
    assert loaded.framework.kpi["second-order-30"].drives[0].elasticity == 0.4
    assert loaded.framework.calendar.fiscal_year_starts == "02-01"


def test_every_yaml_file_at_any_depth_is_read_and_no_other(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.yaml": "kpis:\n- id: a\n",
            "deep/er/b.YML": "kpis:\n- id: b\n",
            "notes.txt": "kpis: [\n",
            ".hidden.yaml": "kpis: [\n",
            ".git/c.yaml": "kpis: [\n",
            "folder.yaml/d.yaml": "kpis:\n- id: d\n",
        },
    )

    loaded = load(tmp_path)

    assert loaded.findings == ()
    assert [kpi.id for kpi in loaded.framework.kpis] == ["a", "b", "d"]
    assert str(loaded.spans.find(Ref("kpi", "b"))) == "framework/deep/er/b.YML:2:3"


def test_a_link_that_leads_nowhere_is_a_finding_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "kpis:\n- {id: a, owner: ana}\n"})
    (tmp_path / "framework" / "people.yaml").symlink_to("nowhere.yaml")

    loaded = load(tmp_path)

    [finding] = loaded.findings
    assert (finding.code, str(finding.ref)) == ("FIL001", "file:framework/people.yaml")
    assert "cannot be opened" in finding.message
    assert [kpi.id for kpi in loaded.framework.kpis] == ["a"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_has_no_end_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "kpis:\n- {id: a, owner: ana}\n"})
    os.mkfifo(tmp_path / "framework" / "pipe.yaml")
    (tmp_path / "framework" / "zero.yaml").symlink_to("/dev/zero")

    assert [str(finding).split(": ", 1)[1].splitlines()[0] for finding in load(tmp_path).findings] == [
        "FIL001 unreadable-file: the file cannot be opened: it is a pipe or a device"
    ] * 2


def test_a_file_of_10_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "kpis:\n- {id: a, owner: ana}\n", "big.yaml": "people:\n" + "- {id: ana}\n" * 1_000_000})

    [finding] = load(tmp_path).findings

    assert finding.message == "the file has 12,000,008 bytes, more than 5,000,000"
    assert (finding.rule, str(finding.place)) == ("oversized-file", "framework/big.yaml:1:1")


def test_all_files_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_BYTES_IN_ALL", 20)
    write(tmp_path, {"a.yaml": "kpis:\n- id: a\n", "b.yaml": "kpis:\n- id: b\n"})

    loaded = load(tmp_path)

    [finding] = loaded.findings
    assert (finding.rule, str(finding.place)) == ("oversized-file", "framework/b.yaml:1:1")
    assert [kpi.id for kpi in loaded.framework.kpis] == ["a"]


def test_lists_append_and_sections_merge_over_files_and_documents() -> None:
    loaded = load_texts(
        {
            "a.yaml": "preset: okr\ncalendar: {currency: EUR}\nkpis:\n- id: a\n---\n---\npolicy: {tier-1: {max: 5}}\n",
            "b.yaml": "preset: okr\ncalendar: {week_starts: sunday}\nkpis:\n- id: b\npolicy: {team: {max: 5}}\nstrategy:\n",
        }
    )

    assert loaded.findings == ()
    assert loaded.framework.preset == "okr"
    assert (loaded.framework.calendar.currency, loaded.framework.calendar.week_starts) == ("EUR", "sunday")
    assert [kpi.id for kpi in loaded.framework.kpis] == ["a", "b"]
    assert set(loaded.framework.policy) == {"tier-1", "team"}


def test_what_two_files_say_differently_names_both_places() -> None:
    loaded = load_texts(
        {
            "a.yaml": "preset: okr\ncalendar: {currency: EUR}\npolicy: {tier-1: {max: 5}}\n",
            "b.yaml": "preset: cascade\ncalendar: {currency: USD}\npolicy: {tier-1: {max: 6}}\n",
        }
    )

    assert [(str(each.place), str(each.ref), each.field, each.message) for each in loaded.findings] == [
        ("b.yaml:1:1", "framework:main", "preset", "`preset` is `cascade` here and `okr` at a.yaml:1:1"),
        ("b.yaml:2:12", "calendar:main", "currency", "`calendar.currency` stands twice, first at a.yaml:2:12"),
        ("b.yaml:3:10", "policy:main", "tier-1", "`policy.tier-1` stands twice, first at a.yaml:3:10"),
    ]
    assert loaded.framework.calendar.currency == "EUR"


def test_an_empty_file_beside_others_is_only_said(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {"a.yaml": "# later\n", "b.yaml": "kpis:\n- id: b\n"}))

    assert [(each.rule, each.severity) for each in loaded.findings] == [("empty-file", "info")]
    assert not loaded.is_faulted(FRAMEWORK, None)


def test_a_folder_without_anything_is_an_empty_framework(tmp_path: Path) -> None:
    (tmp_path / "framework").mkdir()

    loaded = load(tmp_path)

    [finding] = loaded.findings
    assert (finding.rule, finding.ref, finding.place) == ("empty-framework", FRAMEWORK, None)
    assert loaded.framework == Framework()
    assert loaded.is_faulted(FRAMEWORK, "objectives")


SHAPES = {
    "a list": ("- a\n", "the file holds a list, where keys such as `kpis:` belong"),
    "a word": ("hello\n", "the file holds the text `hello`, where keys such as `kpis:` belong"),
    "a number": ("5\n", "the file holds the number `5`, where keys such as `kpis:` belong"),
    "nouns by id": ("kpis: {churn: {}}\n", "`kpis` is a mapping, where a list belongs"),
    "a bare noun": ("kpis: [churn]\n", "an item of `kpis` is the text `churn`, where a KPI with an `id` belongs"),
    "a blank noun": ("org_units:\n-\n", "an item of `org_units` is empty, where an organisation unit with an `id` belongs"),
    "a list for a section": ("strategy: []\n", "`strategy` is a list, where a mapping belongs"),
    "a number for the policy": ("policy: 5.5\n", "`policy` is the number `5.5`, where a mapping belongs"),
}


@pytest.mark.parametrize(("text", "said"), SHAPES.values(), ids=SHAPES)
def test_a_wrong_shape_is_one_finding_with_its_place(text: str, said: str) -> None:
    [finding] = load_texts({"f.yaml": text}).findings

    assert (finding.rule, finding.message) == ("wrong-shape", said)
    assert finding.place is not None


def test_no_reference_is_called_dead_when_what_it_means_may_stand_in_a_part_that_was_not_read() -> None:
    user = "kpis:\n- {id: churn, owner: ana, level: desk, formula: lost}\npolicy: {desk: {max: 3}}\n"
    for other in ("people: [\n", "- a\n", "\0", "persons:\n- id: ana\n"):
        loaded = load_texts({"a.yaml": user, "b.yaml": other})
        assert {each.place and each.place.file for each in loaded.findings} == {"b.yaml"}, other


def test_a_part_that_was_not_read_opens_only_its_own_kind() -> None:
    loaded = load_texts({"f.yaml": "people: ana\nkpis:\n- {id: churn, owner: ana, guards: [x]}\n"})

    assert [(each.rule, each.field) for each in loaded.findings] == [("wrong-shape", "people"), ("unknown-reference", "guards.0")]


def test_the_fixture_loads_what_the_docstring_says(framework: Framework, loaded: Loaded) -> None:
    """
    kpis:
      - id: churn
    """  # noqa: D205, D212, D415  # the docstring is the framework
    assert list(framework.kpi) == ["churn"]
    assert loaded.framework is framework
