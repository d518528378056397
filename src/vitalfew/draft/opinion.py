"""A second opinion of a language model on how well KPIs are aligned: shown beside the score, and never part of it (FUT-2).

It is told names, definitions, reasons and objectives, and neither score nor band, so that it judges for itself. Values, owners
and all of private KPIs stay here. Its word decides nothing: where it and the score are a band apart, people look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vitalfew.base.said import say, several
from vitalfew.draft.asked import Asked, Assistant, Dropped, Usage, ask
from vitalfew.draft.proposed import Judged, text_faults
from vitalfew.draft.sent import Redaction, prompt, redaction
from vitalfew.insight.aligned import Aligned
from vitalfew.insight.fit import Aligned as Band
from vitalfew.insight.fit import Alignment
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.visibility import hidden, visibility_of

AT_ONCE, MOST = 20, 6
"""How many KPIs one question is about, and how many questions are asked: the weakest KPIs come first."""
MOST_WORDS = 45


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a language model says of a KPI; `differs` where no wording would carry the score into its band."""

    kpi: str
    band: Band
    why: str
    differs: bool

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {"kpi": self.kpi, "band": self.band, "why": self.why, "differs": self.differs}


@dataclass(frozen=True)
class Opinions:
    """What a language model says, by KPI; which model and prompt; what was dropped, and why there is not more."""

    model: str
    prompt: str
    of: dict[str, Opinion]
    dropped: tuple[Dropped, ...]
    notices: tuple[str, ...]
    usage: Usage

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {
            "model": self.model,
            "prompt": self.prompt,
            "kpis": [each.as_json() for each in self.of.values()],
            "dropped": [{"what": each.what, "why": [str(one) for one in each.why]} for each in self.dropped],
            "notices": [str(each) for each in self.notices],
            "requests": self.usage.requests,
            "tokens_sent": self.usage.sent,
            "tokens_received": self.usage.answered,
            "cost_usd": None if self.usage.cost is None else float(self.usage.cost),
        }


def opinions(found: Aligned, by: Assistant) -> Opinions:
    """Ask a language model of the KPIs that were scored, the weakest first, but of none that is private."""
    framework = found.meant.framework
    private = closed(framework)
    scored = sorted((each for each in found.scored if each.kpi not in private), key=lambda each: (each.score, each.kpi))
    parts = [scored[first : first + AT_ONCE] for first in range(0, len(scored), AT_ONCE)]
    asked = [_asked(found, part, by) for part in parts[:MOST]]
    kept = {each.kpi: each for one in asked for each in one.kept}
    notices = dict.fromkeys(notice for one in asked for notice in one.notices)
    if parts[MOST:]:
        notices[say("the {n} KPIs that score most were not asked about", n=len(scored) - MOST * AT_ONCE)] = None
    dropped = tuple(each for one in asked for each in one.dropped)
    return Opinions(by.name, prompt("opinion").id, kept, dropped, tuple(notices), by.usage)


def closed(framework: Framework) -> frozenset[str]:
    """Give the KPIs that are not for everybody: nothing of them is sent, whoever asks."""
    own = {kpi.id for kpi in framework.kpis if visibility_of(framework, kpi) != "public"}
    return hidden(framework, None) | own


def _asked(found: Aligned, part: Sequence[Alignment], by: Assistant) -> Asked[Opinion]:
    framework = found.meant.framework
    known = {each.kpi: each for each in part}
    told = {id_: _fact(found, framework.kpi[id_]) for id_ in known}
    hiding = _hiding(framework, by, told.values())

    def judge(raw: Judged, item: Judged) -> Opinion | tuple[str, ...]:
        if item.kpi not in known:
            return (say("there is no KPI `{id}`", id=item.kpi),)
        faults = [*text_faults(raw.why, hiding.hide(" ".join(_texts(told[item.kpi]))))]
        if len(raw.why.split()) > MOST_WORDS:
            faults.append(say("it is longer than {most} words", most=MOST_WORDS))
        return tuple(faults) or Opinion(item.kpi, item.band, item.why, item.band not in known[item.kpi].bands)

    return ask(by, prompt("opinion"), {"kpis": list(told.values())}, Judged, judge, hiding)


def _fact(found: Aligned, kpi: Kpi) -> dict[str, object]:
    """Give what is told of a KPI: no value, no target, no person."""
    framework = found.meant.framework
    aims = [framework.objective[each] for each in found.meant.links[kpi.id]]
    told = {"kpi": kpi.id, "name": kpi.title, "definition": kpi.definition, "because": kpi.because}
    return {key: value for key, value in told.items() if value} | {"objectives": [each.title for each in aims]}


def _texts(fact: dict[str, object]) -> Iterator[str]:
    for value in fact.values():
        yield from [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, list) else []


def _hiding(framework: Framework, by: Assistant, facts: Iterable[dict[str, object]]) -> Redaction:
    people = [each.name for each in framework.people if each.name]
    return redaction([text for fact in facts for text in _texts(fact)], framework.organization.name or "", (*by.words, *people))


def told_of(opinion: Opinion, model: str) -> str:
    """Say an opinion in one line, and that it is one."""
    apart = say("; it is a band or more from the score, so look at it yourself") if opinion.differs else ""
    return several([say("second opinion ({model}): {band}: {why}", model=model, band=opinion.band, why=opinion.why), apart], "")
