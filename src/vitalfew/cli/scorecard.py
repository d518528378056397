"""The scorecard in the terminal: a head, KPIs under objectives and perspectives or levels, and what to do next.

Columns are as wide as their widest cell; the KPI's name takes what is left, and columns go by rank until all fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from textwrap import wrap
from typing import Literal, NamedTuple

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text

from vitalfew.cli.cells import COLUMNS, SHORT, STYLES, Column, People, badge, triggers
from vitalfew.cli.findings import counted
from vitalfew.cli.selection import homes
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import SHAPES, Rollup, Scorecard, Status, Verdict
from vitalfew.model.visibility import is_individual
from vitalfew.model.wording import people

GAP, INDENT = 2, 2
NAME_LEAST, NAME_GOOD, NAME_MOST, CELL_MOST = 16, 22, 44, 22
SQUEEZED = 3  # up to this rank a shorter name is better than a column less
SHOWN_INCOMPLETE = 5
ORDER: tuple[Status | None, ...] = ("green", "amber", "red", None)


Grouping = Literal["perspective", "level"]


class Fit(NamedTuple):
    """The columns that a width has room for, how wide each is, and who the owners are."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    names: People
    width: int


def fit(verdicts: Sequence[Verdict], names: People, width: int) -> Fit:
    """Choose columns and widths so that a row with its indent never exceeds the width.

    The first choice that leaves the name enough room is taken; the last one is taken in any case.
    """
    needs = {column: _need(column, verdicts, names) for columns in (COLUMNS, SHORT) for column in columns}
    for columns, least in _choices():
        need = {column.title: needs[column] for column in columns}
        room = _room(columns, need, width)
        if room >= least:
            break
    need["KPI"] = max(1, min(room, need["KPI"]))
    return Fit(columns, tuple(need[column.title] for column in columns), names, width)


def _choices() -> Iterator[tuple[tuple[Column, ...], int]]:
    """Give sets of columns with the least room for the name, the widest first: whole cells, then short ones, then fewer."""
    for rank in range(max(column.rank for column in COLUMNS), -1, -1):
        kept, short = (tuple(column for column in columns if column.rank <= rank) for columns in (COLUMNS, SHORT))
        if rank > SQUEEZED:
            yield from ((kept, NAME_GOOD), (short, NAME_GOOD))
        else:
            yield short, NAME_LEAST


def _need(column: Column, verdicts: Sequence[Verdict], names: People) -> int:
    widest = max((column.cell(verdict, names).cell_len for verdict in verdicts), default=0)
    return min(max(widest, cell_len(column.title)), NAME_MOST if column.title == "KPI" else CELL_MOST)


def _room(columns: Sequence[Column], need: dict[str, int], width: int) -> int:
    others = sum(need[column.title] for column in columns if column.title != "KPI")
    return width - INDENT - others - GAP * (len(columns) - 1)


def line(cells: Iterable[Text], fitted: Fit) -> Text:
    """Set cells side by side, each cut to its column."""
    row = Text(" " * INDENT)
    for place, (cell, column, width) in enumerate(zip(cells, fitted.columns, fitted.widths, strict=True)):
        cell.truncate(width, overflow="ellipsis")
        blank = " " * (width - cell.cell_len)
        row.append(" " * GAP if place else "")
        row.append_text(Text(blank) + cell if column.right else cell + Text(blank))
    row.rstrip()
    return row


def _rows(verdicts: Iterable[Verdict], fitted: Fit) -> Iterator[RenderableType]:
    for verdict in verdicts:
        yield line((column.cell(verdict, fitted.names) for column in fitted.columns), fitted)
        if verdict.reasons and (verdict.status == "red" or verdict.state in {"stale", "no-data"}):
            yield Text(_indented("; ".join(verdict.reasons), INDENT + 2, fitted.width), "dim")
        elif verdict.words or (verdict.own_judgement and verdict.own_judgement.disagrees):  # the sentence of it is the last
            yield Text(_indented(verdict.reasons[-1], INDENT + 2, fitted.width), "dim")
        if verdict.triggers:
            style = "red" if any(each.opens == "escalation" for each in verdict.triggers) else "dim"
            yield Text(_indented(triggers(verdict), INDENT + 2, fitted.width), style)


def _indented(text: str, by: int, width: int) -> str:
    margin = " " * by
    lines = (wrap(line, width, initial_indent=margin, subsequent_indent=margin) for line in text.splitlines())
    return "\n".join(chain.from_iterable(lines))


def head(scorecard: Scorecard, framework: Framework, console: Console) -> RenderableType:
    """Name the organisation and the day, and count the statuses."""
    name = framework.organization.name or "Scorecard"
    day = f"as of {scorecard.as_of.day} {scorecard.as_of:%B %Y}"
    title = Text(name, "bold")
    title.truncate(max(console.width - len(day) - 1, 1), overflow="ellipsis")
    title.pad_right(max(console.width - title.cell_len - len(day), 1))
    told = [verdict for verdict in scorecard.verdicts if verdict.state != "private"]
    tally = {status: sum(verdict.status == status for verdict in told) for status in ORDER}
    counts = [Text(f"{SHAPES[status]} {count} {status or 'without a status'}", STYLES[status]) for status, count in tally.items()]
    private = len(scorecard.verdicts) - len(told)
    words = Text("   ").join([*counts, *([Text(f"{SHAPES[None]} {private} private", STYLES[None])] if private else [])])
    parts = [Text.assemble(title, (day, "dim"))]
    if console.color_system and told:  # without colour the bar would say nothing
        parts.append(_bar(tally, console.width))
    return Group(*parts, words)


def _bar(tally: dict[Status | None, int], width: int) -> Text:
    bar, total, done = Text(), sum(tally.values()), 0
    for status, count in tally.items():
        length = round((done + count) * width / total) - round(done * width / total)
        bar.append("━" * length, STYLES[status])
        done += count
    return bar


def by_perspective(scorecard: Scorecard, framework: Framework, fitted: Fit) -> Iterator[RenderableType]:
    """Give a section per perspective, KPIs under their objectives; metrics and what serves no objective come last."""
    home = homes(framework)
    objectives = {rollup.ref.id: rollup for rollup in scorecard.objectives}
    under: dict[str | None, list[Verdict]] = {}
    for verdict in scorecard.verdicts:
        objective = home.get(verdict.ref.id)
        under.setdefault(objective if objective in objectives else None, []).append(verdict)
    lenses = [(rollup.ref.id, rollup) for rollup in scorecard.perspectives]
    known = {id_ for id_, _ in lenses}
    for lens, rollup in [*lenses, (None, None)]:
        mine = [
            each
            for each in scorecard.objectives
            if each.ref.id in under and (each.perspective if each.perspective in known else None) == lens
        ]
        if mine:
            yield _section(rollup.name if rollup else "No perspective", rollup, fitted.width)
        for each in mine:
            yield _objective(each, fitted.width)
            yield from _rows(_by_tier(under[each.ref.id]), fitted)
    rest = under.get(None, [])
    metrics = [each for each in rest if each.ref.id in framework.kpi and framework.kpi[each.ref.id].kind == "metric"]
    orphans = [each for each in rest if each not in metrics]
    for title, part in (("No objective", orphans), ("Operational metrics", metrics)):
        if part:
            yield _section(title, None, fitted.width)
            yield from _rows(_by_tier(part), fitted)


def by_level(scorecard: Scorecard, framework: Framework, fitted: Fit) -> Iterator[RenderableType]:
    """Give a section per level of the organisation, top tier first."""
    known = {level.id: level for level in sorted(framework.all_levels, key=lambda level: level.tier)}
    under: dict[str | None, list[Verdict]] = {}
    for verdict in scorecard.verdicts:
        under.setdefault(verdict.level if verdict.level in known else None, []).append(verdict)
    for id_, level in known.items():
        if id_ in under:
            title = level.name or id_.replace("-", " ").capitalize()
            yield _section(f"{title}, tier {level.tier}", None, fitted.width)
            yield from _rows(under[id_], fitted)
    if None in under:
        yield _section("No level", None, fitted.width)
        yield from _rows(under[None], fitted)


VIEWS = {"perspective": by_perspective, "level": by_level}


def _by_tier(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=lambda verdict: verdict.tier or 9)


def _section(name: str, rollup: Rollup | None, width: int) -> RenderableType:
    title = Text.assemble((f"{name} ", "bold"))
    if rollup:
        title.append_text(badge(rollup)).append(f" {_score(rollup.score)}".rstrip() + " ", "dim")
    title.truncate(width, overflow="ellipsis")
    return Group(Text(), title.append("─" * max(width - title.cell_len, 0), "dim"))


def _objective(rollup: Rollup, width: int) -> Text:
    shape = Text(f"{SHAPES[rollup.status]} ", STYLES[rollup.status])
    scores = (("results", rollup.results), ("drivers", rollup.drivers))
    parts = [f"{word} {_score(score)}" for word, score in scores if score is not None]
    if rollup.state == "private":
        parts.append("withheld")
    elif rollup.counted < rollup.children:
        parts.append(f"{rollup.counted} of {rollup.children} with data")
    beside = Text(f"  {' · '.join(parts)}" if parts else "", "dim")
    name = Text(rollup.name, "italic")
    name.truncate(max(width - 2 - beside.cell_len, NAME_LEAST), overflow="ellipsis")
    return Text.assemble(shape, name, beside)


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:.1f}"


def foot(scorecard: Scorecard, framework: Framework, width: int) -> Iterator[RenderableType]:
    """Say what could not be measured, and the commands that lead on."""
    found = scorecard.incomplete
    if found:
        failed = any(finding.severity == "error" for finding in found)
        title = "Not all could be measured" if failed else "Said while measuring"
        yield Text(f"\n{title}: {counted(len(found), 'finding')}", "bold yellow" if failed else "bold")
        for finding in found[:SHOWN_INCOMPLETE]:
            yield Text(_indented(str(finding), INDENT, width))
        if len(found) > SHOWN_INCOMPLETE:
            yield Text(f"  … and {len(found) - SHOWN_INCOMPLETE} more: vitalfew measure", "dim")
    if not scorecard.verdicts:
        yield Text("\nno KPI to show: retired ones and drafts without data are not judged")
    steps = tuple(_next(scorecard, framework))
    widest = max(len(command) for command, _ in steps)
    yield Text()
    yield from (Text.assemble((f"{command:<{widest}}", "bold cyan"), f"  {why}") for command, why in steps)


def _next(scorecard: Scorecard, framework: Framework) -> Iterator[tuple[str, str]]:
    worst = min(
        (each for each in scorecard.verdicts if each.status == "red" and not _is_individual(each, framework)),
        key=lambda verdict: (verdict.tier or 9, verdict.score or 0.0),
        default=None,
    )
    if worst:
        yield f"vitalfew trace {worst.ref.id}", "its line up to the mission"
    yield "vitalfew check", "what the framework itself lacks"


def _is_individual(verdict: Verdict, framework: Framework) -> bool:
    """Tell whether a KPI is about one person: nobody is named as the worst of several."""
    kpi = framework.kpi.get(verdict.ref.id)
    return kpi is not None and is_individual(framework, kpi)


def show(scorecard: Scorecard, framework: Framework, *, by: Grouping, console: Console) -> None:
    """Print the scorecard."""
    fitted = fit(scorecard.verdicts, people(framework), console.width)
    console.print(head(scorecard, framework, console))
    if scorecard.verdicts:
        titles = line((Text(column.title, "dim") for column in fitted.columns), fitted)
        console.print(Group(Text(), titles))
    for part in chain(VIEWS[by](scorecard, framework, fitted), foot(scorecard, framework, console.width)):
        console.print(part)
