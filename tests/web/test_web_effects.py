"""Effects of initiatives on their page, on that of initiatives, over REST and on the command line (INI-3)."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import CliRunner

from vitalfew import Workspace
from vitalfew.api.known import moved
from vitalfew.cli.app import app
from vitalfew.web.pages import effects, initiatives
from vitalfew.web.visit import Visit


def test_what_asks_for_a_decision_comes_first(workspace: Workspace, look: Callable[..., Visit]) -> None:
    view = effects.build(look(workspace))
    assert view.subtitle == "2 of 4 movements that can be told are as expected"
    assert [each.mark.word for each in view.told] == [
        "no visible movement",
        "moved less than expected",
        "moved as expected",
        "moved as expected",
    ]
    assert {each.mark.word for each in view.waiting} == {"too early to tell"}
    first = view.told[0]
    assert (first.name, first.kpi.name) == ("Push for the loyalty app", "Returning cards")
    assert first.seen == "+0.1 pt (90 %: −0.2 pt to +0.4 pt) of +4.0 pt expected"
    assert first.asked[0].startswith("The work shows in App downloads, and Returning cards does not follow")
    assert 'aria-label="Returning cards and, dashed, the course' in first.chart


def test_initiatives_show_what_lies_beyond_chance(workspace: Workspace, look: Callable[..., Visit]) -> None:
    (push,) = (each for each in initiatives.build(look(workspace)).work if each.id == "loyalty-app-push")
    assert [each.shown.word for each in push.shifts if each.shown] == ["no visible movement", "moved as expected"]


def test_a_figure_that_is_closed_to_the_viewer_is_not_told(own: Workspace) -> None:
    for file in (own.root / "framework").glob("kpis*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("  - id: second-order\n", "  - id: second-order\n    visibility: line\n"), encoding="utf-8")
    typed = ["-C", str(own.root), "effects", "welcome-box", "--viewer", "dev", "--format", "json"]
    (private,) = json.loads(CliRunner().invoke(app, typed).output)["effects"]
    assert (private["said"], private["effect"], private["expected"]) == ("not-enough", None, None)


def test_the_command_says_the_same(workspace: Workspace, look: Callable[..., Visit]) -> None:
    typed = ["-C", str(workspace.root), "effects"]
    text = CliRunner().invoke(app, typed)
    assert text.exit_code == 0
    assert text.output.startswith("Push for the loyalty app → Returning cards: no visible movement\n")
    data = json.loads(CliRunner().invoke(app, [*typed, "welcome-box", "--format", "json"]).output)
    (told,) = data["effects"]
    (known,) = (each for each in moved(look(workspace)) if each.initiative == "welcome-box")
    assert (told["said"], told["effect"], told["began"]) == ("as-expected", known.effect, "2026-03-01")
    assert CliRunner().invoke(app, [*typed, "nowhere"]).exit_code == 2
