"""Silencing by comment: what it covers, how it is written, and what is said of a silence that does not hold."""

from __future__ import annotations

from datetime import date

import pytest

from vitalfew.base.finding import Finding, Smell
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.load.read import load_texts
from vitalfew.load.silence import names, silence

TODAY = date(2026, 6, 30)
ORPHAN = Smell("ALN001", "orphan-kpi", "error", "link it")
OWNER = Smell("OWN001", "missing-owner", "error", "name one")
BOTH = [(ORPHAN, None), (OWNER, "owner")]


def kept(text: str, flags: list[tuple[Smell, str | None]] = BOTH, *, today: date = TODAY) -> list[tuple[str, int]]:
    """Give the rule and line of what is left of findings about `kpi:churn`, and of those about silences."""
    loaded = load_texts({"f.yaml": text})
    flagged = [loaded.spans.place(smell.at(Ref("kpi", "churn"), "said", field=field)) for smell, field in flags]
    left = silence([*loaded.findings, *flagged], loaded.silences, today=today)
    return sorted((finding.rule, finding.place.line if finding.place else 0) for finding in left)


@pytest.mark.parametrize(
    "comment",
    [
        "# vitalfew: allow orphan-kpi — kept for the regulator until 2027-03",
        "# vitalfew: allow orphan-kpi – kept for the regulator",
        "# vitalfew: allow orphan-kpi - kept for the regulator",
        "# vitalfew: allow orphan-kpi -- kept for the regulator",
        "# vitalfew: allow orphan-kpi: until 2026-06-30 the regulator wants it",
        "#vitalfew: allow  orphan-kpi — kept, until 2026-06",
        f"# vitalfew: allow {ORPHAN.code} — kept for the regulator",
    ],
)
def test_the_comment_may_be_written_in_several_ways(comment: str) -> None:
    assert kept(f"kpis:\n- id: churn  {comment}\n  name: Churn\n") == [("missing-owner", 2)]


def test_on_the_first_line_of_a_noun_it_silences_the_whole_noun() -> None:
    text = "kpis:\n- id: churn  # vitalfew: allow missing-owner, orphan-kpi — kept for the regulator\n  name: Churn\n"

    assert kept(text) == []


def test_on_another_line_it_silences_that_line() -> None:
    text = "kpis:\n- id: churn\n  owner:  # vitalfew: allow missing-owner — decided in May\n"

    assert kept(text) == [("orphan-kpi", 2)]


def test_on_a_line_of_its_own_it_speaks_for_the_line_below() -> None:
    comments = "# vitalfew: allow orphan-kpi — kept\n# a word\n\n# vitalfew: allow missing-owner — soon\n"

    assert kept(f"kpis:\n{comments}- id: churn\n  name: Churn\n") == []


def test_below_the_last_line_there_is_nothing_to_silence() -> None:
    assert kept("kpis:\n- id: churn\n# vitalfew: allow orphan-kpi — kept\n") == [
        ("idle-silence", 3),
        ("missing-owner", 2),
        ("orphan-kpi", 2),
    ]


def test_a_line_of_a_section_is_silenced_too() -> None:
    loaded = load_texts({"f.yaml": "kpis:  # vitalfew: allow orphan-kpi — a start\n- id: churn\n"})
    found = loaded.spans.place(ORPHAN.at(FRAMEWORK, "too few", field="kpis"))

    assert silence([found], loaded.silences, today=TODAY) == []


@pytest.mark.parametrize(
    ("comment", "rule", "message"),
    [
        ("allow orphan-kpi", "unexplained-silence", "the silence of `orphan-kpi` gives no reason"),
        ("allow orphan-kpi —", "unexplained-silence", "the silence of `orphan-kpi` gives no reason"),
        ("allow orphan-kpi — until 2026-05", "expired-silence", "the silence of `orphan-kpi` ended on 2026-05-31"),
        ("allow orphan-kpi — until 2026-06-29", "expired-silence", "the silence of `orphan-kpi` ended on 2026-06-29"),
        (
            "allow orphan-kpi — until 2026-02-30",
            "expired-silence",
            "the silence of `orphan-kpi` ended on a day that does not exist",
        ),
        ("allow orphan-kpi — until 0000-01", "expired-silence", "the silence of `orphan-kpi` ended on a day that does not exist"),
        ("allow orphan-kpy — kept", "unknown-silence", "there is no rule `orphan-kpy`"),
        ("allow wrong-value — kept", "unknown-silence", "`wrong-value` is a fault of reading, which cannot be silenced"),
        ("allow FIL010 — kept", "unknown-silence", "`FIL010` is a fault of reading, which cannot be silenced"),
        ("ignore orphan-kpi", "unknown-silence", "the comment `vitalfew: ignore orphan-kpi` says nothing that is understood"),
        ("", "unknown-silence", "the comment `vitalfew: ` says nothing that is understood"),
    ],
)
def test_a_silence_that_does_not_hold_is_a_finding_and_silences_nothing(comment: str, rule: str, message: str) -> None:
    loaded = load_texts({"f.yaml": f"kpis:\n- id: churn  # vitalfew: {comment}\n"})
    orphan = loaded.spans.place(ORPHAN.at(Ref("kpi", "churn"), "said"))

    [same, finding] = silence([orphan], loaded.silences, today=TODAY)

    assert same == orphan
    assert (finding.rule, finding.message, finding.severity) == (rule, message, "warning")
    assert (str(finding.place), str(finding.ref)) == ("f.yaml:2:14", "kpi:churn")


def test_a_silence_that_silences_nothing_is_idle_rule_by_rule() -> None:
    text = "kpis:\n- id: churn  # vitalfew: allow orphan-kpi, vanity-kpi — kept\n"

    assert kept(text) == [("idle-silence", 2), ("missing-owner", 2)]


def test_faults_of_reading_stay_whatever_a_comment_says() -> None:
    text = "kpis:\n- id: churn\n  lifecycle: alive  # vitalfew: allow wrong-value — we know\n"

    assert kept(text, []) == [("unknown-silence", 3), ("wrong-value", 3)]


def test_the_nearest_rule_is_offered() -> None:
    loaded = load_texts({"f.yaml": "kpis:\n- id: churn  # vitalfew: allow orphan-kpy — kept\n"})

    [finding] = silence([], loaded.silences, today=TODAY)

    assert finding.help == "did you mean `orphan-kpi`?"


def test_a_word_inside_a_value_is_no_comment() -> None:
    assert load_texts({"f.yaml": "kpis:\n- id: churn\n  name: see vitalfew:allow\n"}).silences == ()


def test_a_silence_in_another_file_does_not_reach() -> None:
    loaded = load_texts({"a.yaml": "kpis:\n- id: churn\n", "b.yaml": "people:\n- id: ana  # vitalfew: allow orphan-kpi — kept\n"})
    orphan: Finding = loaded.spans.place(ORPHAN.at(Ref("kpi", "churn"), "said"))

    assert [each.rule for each in silence([orphan], loaded.silences, today=TODAY)] == ["orphan-kpi", "idle-silence"]


def test_where_rules_keep_quiet_no_silence_is_called_idle() -> None:
    text = "kpis:\n- id: churn  # vitalfew: allow orphan-kpi — kept\n"
    loaded = load_texts({"a.yaml": text, "b.yaml": "people: [\n"})

    assert [each.rule for each in silence(loaded.findings, loaded.silences, today=TODAY)] == ["broken-yaml"]


def test_the_names_of_rules_are_read_off_their_pages() -> None:
    assert {"orphan-kpi", "OWN001", "missing-owner", "wrong-value", "FIL010"} <= names()
