from __future__ import annotations

import io
import sys

import pytest

from vitalfew.cli.progress import shown
from vitalfew.cli.stream import PLAIN, carry_any_text


def test_a_pipe_gets_one_line_per_finished_part(capsys: pytest.CaptureFixture[str]) -> None:
    with shown() as tell:
        tell("source till", 0, 2)
        tell("sources", 2, 2)
    assert capsys.readouterr() == ("", "sources: 2 of 2\n")


def test_a_terminal_gets_the_whole_and_the_part_in_two_bars(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    with shown() as tell:
        for place, source in enumerate(("till", "app", "desk")):
            tell("sources", place, 3)
            tell(f"source {source}", 0, 1)
            tell("orders [2026]", 0, 1)
        tell("sources", 3, 3)
    out, err = capsys.readouterr()
    assert out == ""
    assert "orders [2026]" in err
    assert "3/3" in err


def test_what_an_old_encoding_cannot_carry_becomes_its_nearest_plain_character(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    carry_any_text()
    stream.write("● green ▲ amber ■ red ○ no data – 漢\n")
    stream.flush()
    assert raw.getvalue() == b"* green ^ amber # red o no data - ?\n"


def test_shapes_stay_apart_in_plain_characters() -> None:
    assert len({PLAIN[shape] for shape in "●▲■○"}) == 4
    assert all(len(plain) == 1 and plain.isascii() for plain in PLAIN.values())
