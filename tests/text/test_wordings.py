"""The corpus of real wordings is large, sourced, unique and split by source (AUD-2, AUD-3, STR-3)."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

WORDINGS = Path(__file__).with_name("wordings.csv")
GUESSES = {"vanity-kpi": "kpi", "activity-kpi": "kpi", "activity-objective": "objective"}


def rows() -> list[dict[str, str]]:
    with WORDINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_corpus_is_large_enough_and_half_of_it_is_good() -> None:
    labels = Counter(row["label"] for row in rows())
    sounds = Counter(row["near"] for row in rows() if row["label"] == "good")
    assert labels["good"] * 2 >= labels.total() >= 500
    assert all(labels[rule] >= 60 and sounds[rule] >= 60 for rule in GUESSES)


def test_each_half_tries_each_rule() -> None:
    for part in ("mend", "hold-out"):
        labels = Counter(row["label"] for row in rows() if row["part"] == part)
        assert all(labels[rule] >= 30 for rule in GUESSES)


def test_each_wording_stands_once_with_its_source_and_a_label_of_its_kind() -> None:
    assert max(Counter(row["wording"].lower() for row in rows()).values()) == 1
    for row in rows():
        assert row["source"]
        assert row["url"].startswith("http")
        assert {row["label"], row["near"]} <= {"good", "", *(rule for rule, kind in GUESSES.items() if kind == row["kind"])}


def test_no_source_stands_in_both_halves() -> None:
    parts = {(row["url"], row["part"]) for row in rows()}
    assert len(parts) == len({url for url, _ in parts})
