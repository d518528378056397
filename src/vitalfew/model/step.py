"""A line to the mission step by step: each noun on it with its owner and level, and how it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.model.framework import Framework
from vitalfew.model.graph import MISSION, Line, Link
from vitalfew.model.kpi import Kpi
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Rollup, Verdict

Judgements = Mapping[Ref, Verdict | Rollup]


class Step(NamedTuple):
    """A noun on the line, the link that leads to it, and what is known of it."""

    link: Link | None
    ref: Ref
    name: str
    level: str | None
    owner: str | None
    judged: Verdict | Rollup | None

    def as_json(self) -> dict[str, object]:
        """Give the step in the JSON contract's fields."""
        return {
            "link": self.link,
            "ref": str(self.ref),
            "name": self.name,
            "level": self.level,
            "owner": self.owner,
            "status": self.judged.status if self.judged else None,
            "state": self.judged.state if self.judged else None,
        }


def steps(line: Line, framework: Framework, judged: Judgements) -> list[Step]:
    """Give the nouns of a line from its start, with what is known of each."""
    links: list[tuple[Link | None, Ref]] = [(None, line.start), *line.steps]
    return [_step(link, ref, framework, judged) for link, ref in links]


def _step(link: Link | None, ref: Ref, framework: Framework, judged: Judgements) -> Step:
    noun = framework.index.get(ref)
    if isinstance(noun, Kpi):
        level = framework.level_of(noun)
        return Step(link, ref, noun.title, level.id if level else None, ", ".join(noun.owners) or None, judged.get(ref))
    if isinstance(noun, Objective):
        unit = framework.org_unit.get(noun.org_unit or "")
        return Step(link, ref, noun.title, unit.level if unit else None, noun.owner, judged.get(ref))
    name = framework.strategy.mission or "not stated" if ref == MISSION else str(ref)
    return Step(link, ref, name, None, None, None)
