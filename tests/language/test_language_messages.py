"""Texts are gathered from the source by room, translations are kept, and what a translation lacks is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from messages import FINISHED, Rooms, faults, loose, read, rewrite, texts

PYTHON = """
from vitalfew.base.said import say, say_count
from vitalfew.rules.engine import rule

@rule("OWN001", severity="error", help="name one person")
def check(kpi, n):
    say("KPI `{kpi}` has no owner", kpi=kpi)
    say_count("{n} review", "{n} reviews", n)
    say("it is `{min: 1}`")
"""
TEMPLATE = (
    '<p>{{ _("Due on {day:%-d %B}", day=view.day) }}</p>{{ say_count("{n} step", "{n} steps", view.n) }}<i>{{ view.name }}</i>'
)


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "owner.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "web" / "templates").mkdir(parents=True)
    (tmp_path / "web" / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return texts(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "language" / "de").mkdir(parents=True)
    return tmp_path / "language" / "de"


def test_texts_are_gathered_by_room_from_code_and_templates(rooms: Rooms) -> None:
    assert {room: list(found) for room, found in rooms.items()} == {
        "rules": [
            ("name one person",),
            ("KPI `{kpi}` has no owner",),
            ("{n} review", "{n} reviews"),
            ("it is `{min: 1}`",),
        ],
        "web": [("Due on {day:%-d %B}",), ("{n} step", "{n} steps")],
    }


def test_translations_are_kept_and_what_is_gone_goes(rooms: Rooms, folder: Path) -> None:
    old = 'msgid "name one person"\nmsgstr "eine Person nennen"\n\nmsgid "gone"\nmsgstr "weg"\n'
    (folder / "web.po").write_text(old, encoding="utf-8")  # where it stood before
    rewrite(folder, rooms)
    assert read(folder, "rules")["name one person",] == ("eine Person nennen",)
    assert ("gone",) not in read(folder, "web")
    before = (folder / "rules.po").read_text(encoding="utf-8")
    rewrite(folder, rooms)
    assert (folder / "rules.po").read_text(encoding="utf-8") == before


def test_what_a_translation_lacks_is_said(rooms: Rooms, folder: Path) -> None:
    rewrite(folder, rooms)
    text = (folder / "rules.po").read_text(encoding="utf-8")
    text = text.replace('has no owner"\nmsgstr ""', 'has no owner"\nmsgstr "KPI `{kip}` gehört niemandem"')
    (folder / "rules.po").write_text(f'{text}\nmsgid "gone"\nmsgstr "weg"\n', encoding="utf-8")
    said = [fault for room, fault in faults(folder, rooms) if room == "rules"]
    assert sorted(said) == [
        "gone: gone",
        "not translated: it is `{min: 1}` (rules/owner.py)",
        "not translated: name one person (rules/owner.py)",
        "not translated: {n} review (rules/owner.py)",
        "other holes: KPI `{kpi}` has no owner → KPI `{kip}` gehört niemandem",
    ]


def test_a_text_that_is_put_together_before_it_is_said_is_found(tmp_path: Path) -> None:
    (tmp_path / "web.py").write_text('from vitalfew.base.said import say\nsay(f"KPI {1}")\n', encoding="utf-8")
    assert list(loose(tmp_path)) == [("web", "no fixed text: web.py:2: f'KPI {1}'")]


@pytest.mark.parametrize("language", ["de"])
def test_finished_rooms_are_complete(language: str) -> None:
    folder = Path(__file__).parents[2] / "src" / "vitalfew" / "language" / language
    assert [fault for fault in [*faults(folder, texts()), *loose()] if fault[0] in FINISHED] == []
