"""Rules that guess from wordings are judged on real ones, labelled before any rule read them (AUD-2, AUD-3, STR-3)."""

from __future__ import annotations

import csv
import json
import math
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from vitalfew import rules as room
from vitalfew.load.read import load_texts
from vitalfew.rules.engine import check, smells

ROOT = Path(__file__).parents[2]

GUESSES = {"vanity-kpi": "kpi", "activity-kpi": "kpi", "activity-objective": "objective"}
"""Rules that guess what a wording means, and whose wording it is. They import `vitalfew.text`."""

LOOKUPS = {"percent-in-words": "unit", "currency-without-code": "unit", "individual-knowledge-work": "work"}
"""Rules that look a whole field up in a closed list, and which field: they cannot take a word for another. They hold `WORDS`."""

UNITS = {
    "%": None, "percentage points": None, "per 100,000 population": None, "EUR": None, "USD": None, "Hours": None,
    "Days": None, "pounds": None, "Number": None, "index": None, "tonnes": None, "per mille": None,
    "Percent": "percent-in-words", "per cent": "percent-in-words", "Percentage": "percent-in-words",
    "€": "currency-without-code", "$": "currency-without-code", "Currency": "currency-without-code",
}  # fmt: skip
"""Units as public lists of them write them, and the rule that is to speak."""

PARTS = ("mend", "hold-out")


@cache
def wordings() -> list[dict[str, str]]:
    with Path(__file__).with_name("wordings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def printed() -> dict[str, Any]:
    """Give what the bench prints on the whole corpus."""
    command = [sys.executable, "-m", "bench", "words", "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # what the bench prints is of its own shape


def test_every_rule_that_judges_by_words_is_in_a_table() -> None:
    folder = Path(room.__path__[0])
    sources = {path.stem.replace("_", "-"): path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    assert {name for name, text in sources.items() if "vitalfew.text" in text} == set(GUESSES)
    assert {name for name, text in sources.items() if "WORDS" in text} == set(LOOKUPS)


def test_no_rule_that_judges_by_words_raises_an_error() -> None:
    severity = {smell.slug: smell.severity for smell in smells()}
    assert {severity[rule] for rule in (*GUESSES, *LOOKUPS)} <= {"warning", "info"}


def test_a_guess_is_seldom_wrong_and_mostly_made() -> None:
    assert {(row["rule"], row["half"]) for row in printed()["rows"]} == {(rule, part) for rule in GUESSES for part in PARTS}
    for row in printed()["rows"]:
        assert row["precision"] >= 0.9, row
        assert row["recall"] >= 0.6, row
        assert row["said"] >= 25, row


def test_units_are_looked_up_and_not_guessed() -> None:
    kpis = [{"id": f"k{place}", "unit": unit} for place, unit in enumerate(UNITS)]
    framework = load_texts({"framework.yaml": json.dumps({"kpis": kpis})}).framework
    heard = {finding.ref.id: finding.rule for finding in check(framework, today=date(2026, 1, 1)) if finding.rule in LOOKUPS}
    assert {unit: heard.get(f"k{place}") for place, unit in enumerate(UNITS)} == UNITS


def test_the_page_says_what_the_bench_prints() -> None:
    page = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    assert f"{printed()['wordings']} wordings" in page
    for row in printed()["rows"]:
        shares = [f"{row[name]:.2f} ({row[f'{name}_from']:.2f}–{row[f'{name}_to']:.2f})" for name in ("precision", "recall")]
        assert f"| `{row['rule']}` | {row['half']} | {row['labelled']} | {row['sound_like']} | {' | '.join(shares)} |" in page


def test_the_bounds_are_wilson_s() -> None:
    """At each bound the share seen lies as far off as a sample of that size strays in one case of twenty."""
    for row in printed()["rows"]:
        for name, of in (("precision", row["said"]), ("recall", row["labelled"])):
            for bound in (row[f"{name}_from"], row[f"{name}_to"]):
                strays = 1.959964 * math.sqrt(bound * (1 - bound) / of)
                assert bound == 1 or abs(row["right"] / of - bound) == pytest.approx(strays, abs=0.002)


def test_the_corpus_is_large_enough_and_half_of_it_is_good() -> None:
    labels = Counter(row["label"] for row in wordings())
    sounds = Counter(row["near"] for row in wordings() if row["label"] == "good")
    assert labels["good"] * 2 >= labels.total() >= 500
    assert all(labels[rule] >= 60 and sounds[rule] >= 60 for rule in GUESSES)


def test_each_half_tries_each_rule() -> None:
    for part in PARTS:
        labels = Counter(row["label"] for row in wordings() if row["part"] == part)
        assert all(labels[rule] >= 30 for rule in GUESSES)


def test_each_wording_stands_once_with_its_source_and_a_label_of_its_kind() -> None:
    assert max(Counter(row["wording"].lower() for row in wordings()).values()) == 1
    for row in wordings():
        assert row["source"]
        assert row["url"].startswith("http")
        assert {row["label"], row["near"]} <= {"good", "", *(rule for rule, kind in GUESSES.items() if kind == row["kind"])}


def test_no_source_stands_in_both_halves() -> None:
    parts = {(row["url"], row["part"]) for row in wordings()}
    assert len(parts) == len({url for url, _ in parts})
