"""Silencing by a comment on the line: `# vitalfew: allow orphan-kpi — kept for the regulator until 2027-03`.

The comment silences those rules on its line, and for the whole noun where it stands on the line of the noun's first key.
On a line of its own it stands for the line below. Faults of reading cannot be silenced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from vitalfew.base.finding import Finding, Smell, Span
from vitalfew.base.nearest import did_you_mean
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.decode import BREAK
from vitalfew.load.smells import EXPIRED_SILENCE, IDLE_SILENCE, SMELLS, UNEXPLAINED_SILENCE, UNKNOWN_SILENCE

WORD = "vitalfew:"
_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*vitalfew:\s*(.*)$")
_ALLOW = re.compile(r"allow\s+([\w-]+(?:\s*,\s*[\w-]+)*)(?:\s*(?:[—–:]|\s-+)\s*(.*))?$")
_UNTIL = re.compile(r"\buntil (\d{4})-(\d\d)(?:-(\d\d))?\b")
_TITLE = re.compile(r"# ([a-z0-9-]+) \(([A-Z]{3}\d{3})\)")


class Silence(NamedTuple):
    """One comment: where it stands, the line it speaks for, the noun that begins there, and what it says."""

    place: Span
    line: int
    ref: Ref | None
    said: str
    rules: tuple[str, ...] = ()
    reason: str = ""

    @property
    def until(self) -> date | None:
        """The last day on which it holds; the first of all days where the date does not exist."""
        found = _UNTIL.search(self.reason)
        if found is None:
            return None
        from calendar import monthrange  # noqa: PLC0415  # few workspaces silence anything until a day

        year, month, day = int(found[1]), int(found[2]), int(found[3] or 0)
        if not (year and 1 <= month <= 12 and day <= monthrange(year, month)[1]):
            return date.min
        return date(year, month, day or monthrange(year, month)[1])


def silences_in(text: str, file: str, starting: Mapping[tuple[str, int], Ref]) -> Iterator[Silence]:
    """Read the comments of a file; `starting` says which noun begins on which line."""
    lines = BREAK.split(text)
    for number, content in enumerate(lines, 1):
        if WORD not in content or not (found := _COMMENT.search(content)):
            continue
        line = number if content[: found.start()].strip() else _line_below(lines, number)
        said = _ALLOW.match(found[1].strip())
        rules = tuple(rule.strip() for rule in said[1].split(",")) if said else ()
        reason = (said[2] or "").strip() if said else ""
        yield Silence(Span(file, number, found.start() + 1), line, starting.get((file, line)), found[1], rules, reason)


def _line_below(lines: Sequence[str], number: int) -> int:
    """Give the number of the next line that holds more than a comment."""
    for below, content in enumerate(lines[number:], number + 1):
        if content.strip() and not content.lstrip().startswith("#"):
            return below
    return number


def silence(findings: Iterable[Finding], silences: Iterable[Silence], *, today: date) -> list[Finding]:
    """Leave out what is silenced, and add what is wrong with the silences themselves."""
    said: list[Finding] = []
    valid: dict[tuple[str, Ref | tuple[str, int]], set[tuple[Silence, str]]] = {}
    for each in silences:
        faults = list(_faults(each, today))
        said += faults
        for rule in () if faults else each.rules:
            for subject in ((each.place.file, each.line), each.ref):
                if subject is not None:
                    valid.setdefault((rule, subject), set()).add((each, rule))
    kept, used = [], set()
    for finding in findings:
        hits = set() if finding.code in _READING else _hits(finding, valid)
        used |= hits
        if not hits:
            kept.append(finding)
    idle = set().union(*valid.values()) - used
    return kept + said + [_flag(IDLE_SILENCE, each, say("nothing here is `{rule}`", rule=rule)) for each, rule in idle]


def _hits(
    finding: Finding, valid: Mapping[tuple[str, Ref | tuple[str, int]], set[tuple[Silence, str]]]
) -> set[tuple[Silence, str]]:
    subjects: list[Ref | tuple[str, int]] = [finding.ref]
    if finding.place is not None:
        subjects.append((finding.place.file, finding.place.line))
    found = [valid.get((name, subject)) for name in (finding.code, finding.rule) for subject in subjects]
    return {hit for hits in found if hits for hit in hits}


def _faults(each: Silence, today: date) -> Iterator[Finding]:
    """Say what keeps a comment from silencing anything."""
    if not each.rules:
        yield _flag(UNKNOWN_SILENCE, each, say("the comment `vitalfew: {said}` says nothing that is understood", said=each.said))
        return
    for rule in each.rules:
        if rule in _READING:
            message = say("`{rule}` is a fault of reading, which cannot be silenced", rule=rule)
            yield _flag(UNKNOWN_SILENCE, each, message, say("mend the file, and remove the comment"))
        elif not is_name(rule):
            yield _flag(UNKNOWN_SILENCE, each, say("there is no rule `{rule}`", rule=rule), did_you_mean(rule, names()) or None)
    if not each.reason:
        yield _flag(UNEXPLAINED_SILENCE, each, say("the silence of {names} gives no reason", names=_list(each)))
    elif each.until is not None and each.until < today:
        when = say("a day that does not exist") if each.until == date.min else f"{each.until}"
        yield _flag(EXPIRED_SILENCE, each, say("the silence of {names} ended on {when}", names=_list(each), when=when))


def _list(each: Silence) -> str:
    return ", ".join(f"`{rule}`" for rule in each.rules)


def _flag(smell: Smell, each: Silence, message: str, help: str | None = None) -> Finding:
    return smell.at(each.ref or Ref("file", each.place.file), message, place=each.place, help=help)


_READING = frozenset(name for smell in SMELLS for name in (smell.code, smell.slug))


ROOMS = Path(__file__).parent.parent


def is_name(name: str) -> bool:
    """Tell whether a kind of finding has this code or slug; a slug is known by its page, which need not be read."""
    page = f"{name.replace('-', '_')}.md"
    return any((room / page).is_file() for room in ROOMS.iterdir()) if name.islower() else name in names()


@cache
def names() -> frozenset[str]:
    """Give the codes and slugs of all kinds of findings, read off the first lines of their pages in every room."""
    found: set[str] = set()
    for page in ROOMS.glob("*/*.md"):
        with page.open(encoding="utf-8") as lines:
            title = _TITLE.match(next(lines, ""))
        found.update(title.groups() if title else ())
    return frozenset(found)
