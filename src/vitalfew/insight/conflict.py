"""Where KPIs of different owners pull against each other, why, what the data say of it, and what settles it (AUD-7).

*Structural*: by declared effects, formulas and contributions one KPI's gain is another's loss, as `rules.conflict` reads
them. *Incentive*: two owners are asked to move one measure of their formulas in opposite directions, or the framework names
one as the guard of the other. What is only called like something that often pulls apart is a question and no conflict, and is
asked only where both serve one objective, one lever, or one KPI. *Empirical*: their favourable moves go against each other in
the data. Pairs that nothing ties together are never looked at there. The share of false ones is held apart among the pairs
that are conflicts already, and among those that merely meet somewhere (Sun, Craiu, Paterson and Bull 2006, Genetic
Epidemiology 30, 519): the many of the second kind do not hide the few of the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import TYPE_CHECKING, Literal

from vitalfew.base.said import say
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.insight.edge import GRADES, Grade
from vitalfew.insight.tension import catalogued, tensions
from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.framework import Framework
from vitalfew.model.graph import formula_kpis
from vitalfew.model.kpi import Kpi
from vitalfew.rules.conflict import conflicts as declared_conflicts
from vitalfew.rules.conflict import effects_of, node_sign

if TYPE_CHECKING:
    import pyarrow as pa

    from vitalfew.insight.against import Against

Kind = Literal["structural", "incentive", "empirical"]
Settled = Literal["shared", "guarded"]


@dataclass(frozen=True)
class Conflict:
    """Two KPIs of different owners that pull apart: who does well by `one` is paid for by `other`.

    `lever` is the KPI or measure over which they meet, None where words and data alone speak. `grade` is the evidence for the
    mechanism as the framework has it, `against` what the data say; None where they were not asked. `settled` says how it is
    dealt with already. `shared` names the KPI of the catalogue in which both count.
    """

    kinds: tuple[Kind, ...]
    one: str
    other: str
    owners: tuple[str, str]
    mechanism: str
    grade: Grade
    lever: str | None = None
    shared: str = ""
    settled: Settled | None = None
    against: Against | None = None

    @property
    def id(self) -> str:
        """Both KPIs, which say the same conflict each time."""
        return f"{self.one}:{self.other}"

    @property
    def is_question(self) -> bool:
        """Whether nothing but what is usual elsewhere speaks for it."""
        return self.kinds == ("incentive",) and self.grade == "none"

    @property
    def pair(self) -> frozenset[str]:
        """The two KPIs, whichever comes first."""
        return frozenset((self.one, self.other))


def conflicts(framework: Framework, latest: pa.Table | None = None, book: Catalogue | None = None) -> tuple[Conflict, ...]:
    """Find the conflicts of a framework, from its structure and, where there are newest observations, from its data.

    Those that are not settled come first, then those that the data confirm.
    """
    known = book or catalogue()
    found: dict[frozenset[str], Conflict] = {}
    ties = tied(framework)
    steps = _grades(framework)
    if latest is not None:
        from vitalfew.insight.estimate import estimates  # noqa: PLC0415  # numpy loads late

        steps |= {(each.kpi, each.drives): "estimated" for each in estimates(framework, latest) if each.said == "clear"}
    reasons = (_structural(framework, steps), _direct(framework, steps), _over_measures(framework), _guarded(framework))
    for each in (*chain(*reasons), *_usual(framework, ties, known)):
        held = found.get(each.pair)
        found[each.pair] = each if held is None else _both(held, each)
    if latest is not None:
        found = _with_data(framework, latest, found, ties)
    settled = (replace(each, settled=_settled(framework, each)) for each in found.values())
    return tuple(sorted(settled, key=_rank))


def _rank(each: Conflict) -> tuple[bool, bool, bool, int, int]:
    confirmed = each.against is not None and each.against.said == "against"
    return each.is_question, each.settled is not None, not confirmed, KINDS.index(each.kinds[0]), GRADES.index(each.grade)


KINDS: tuple[Kind, ...] = ("structural", "incentive", "empirical")


def _both(held: Conflict, new: Conflict) -> Conflict:
    """Put two reasons for one pair together: the first one tells the mechanism, and a question adds no kind."""
    more = () if new.is_question else new.kinds
    kinds = tuple(kind for kind in KINDS if kind in {*held.kinds, *more})
    return replace(held, kinds=kinds, shared=held.shared or new.shared, lever=held.lever or new.lever)


def _structural(framework: Framework, grades: dict[tuple[str, str], Grade]) -> Iterator[Conflict]:
    """Give what the signs of declared effects, formulas and contributions say."""
    for each in declared_conflicts(framework):
        apart = each.sides == {each.better.owners[0], each.worse.owners[0]} if each.worse.owners else False
        one, other, lever = (each.better, each.worse, each.lever) if apart else (each.lever, each.better, each.worse)
        steps = [(each.lever.id, each.better.id), (each.lever.id, each.worse.id)] if apart else [
            (each.lever.id, each.worse.id), (each.better.id, each.worse.id),
        ]  # fmt: skip
        grade = max((grades.get(step, "none") for step in steps), key=GRADES.index)
        owners = (one.owners[0], other.owners[0])
        shared = next((found.shared for found, *_ in tensions(one, other)), "")
        yield Conflict(("structural",), one.id, other.id, owners, each.words, grade, lever.id, shared)


def _direct(framework: Framework, grades: dict[tuple[str, str], Grade]) -> Iterator[Conflict]:
    """Give the KPIs whose improvement is said to make a KPI of somebody else worse."""
    for id_, found in effects_of(framework).items():
        for one, other in ((framework.kpi[id_], framework.kpi[target]) for target, sign in found.items() if sign < 0):
            if apart(one, other):
                why = say("better `{one}` hurts `{other}`", one=one.id, other=other.id)
                grade = grades.get((one.id, other.id), "none")
                shared = next((each.shared for each, *_ in tensions(one, other)), "")
                yield Conflict(("structural",), one.id, other.id, (one.owners[0], other.owners[0]), why, grade, None, shared)


def _grades(framework: Framework) -> dict[tuple[str, str], Grade]:
    """Give on what evidence each KPI is said to move another."""
    found: dict[tuple[str, str], Grade] = {}
    for kpi in framework.current_kpis:
        found |= {(part, kpi.id): "identity" for part in formula_kpis(kpi)}
        for drive in kpi.drives:
            found.setdefault((kpi.id, drive.kpi), drive.evidence or "none")
    return found


def tied(framework: Framework) -> dict[frozenset[str], str]:
    """Give the pairs of KPIs of different owners that meet in an objective, a KPI that both carry, or a lever that moves both."""
    meet: dict[str, dict[str, None]] = defaultdict(dict)
    for kpi in framework.strategic_kpis:
        for up in (*(link.id for link in kpi.objectives), *(link.id for link in kpi.contributes_to)):
            meet[up][kpi.id] = None
        for drive in (each for each in kpi.drives if each.evidence != "none"):
            meet[drive.kpi][kpi.id] = None
            meet[f"by {kpi.id}"][drive.kpi] = None
        for part in formula_kpis(kpi):
            meet[f"by {part}"][kpi.id] = None
    pairs: dict[frozenset[str], str] = {}
    for place, ids in meet.items():
        for one, other in combinations((framework.kpi[id_] for id_ in ids if id_ in framework.kpi), 2):
            if apart(one, other):
                pairs.setdefault(frozenset((one.id, other.id)), place.removeprefix("by "))
    return pairs


def apart(one: Kpi, other: Kpi) -> bool:
    """Tell whether two current KPIs are answered for by different people, and each has a direction in which it gets better."""
    ways = "within" not in (one.good, other.good)
    current = "retired" not in (one.lifecycle, other.lifecycle)
    return ways and current and bool(one.owners and other.owners) and one.owners[0] != other.owners[0]


def _over_measures(framework: Framework) -> Iterator[Conflict]:
    """Give the KPIs of different owners whose formulas want one measure to go opposite ways."""
    wants: dict[str, list[tuple[Kpi, int, bool]]] = defaultdict(list)
    for kpi in framework.strategic_kpis:
        for measure, sign, below in pulls(kpi):
            wants[measure].append((kpi, sign, below))
    for measure, found in wants.items():
        for (one, up, base), (other, down, ground) in combinations(found, 2):
            if up * down < 0 and not (base and ground) and apart(one, other):
                first, second = (one, other) if up > 0 else (other, one)
                why = say(
                    "`{one}` is better with more of measure `{measure}`, and `{other}` with less of it",
                    one=first.id,
                    measure=measure,
                    other=second.id,
                )
                yield Conflict(("incentive",), first.id, second.id, (first.owners[0], second.owners[0]), why, "identity", measure)


def pulls(kpi: Kpi) -> Iterator[tuple[str, int, bool]]:
    """Give each measure of a formula, the way in which its owner wants it, and whether it stands below the line alone."""
    try:
        tree = parse(kpi.formula or "0")
    except FormulaError:
        return
    good = {"up": 1, "down": -1}.get(kpi.good, 0)
    for measure in tree.measures:
        sign = (node_sign(tree, measure, "measure") or 0) * good
        if sign:
            yield measure, sign, tree.op == "/" and measure not in tree.parts[0].measures


def _agree(one: Kpi, other: Kpi) -> bool:
    """Tell whether two formulas want a common measure to go the same way."""
    mine = {measure: sign for measure, sign, below in pulls(one) if not below}
    return any(mine.get(measure) == sign for measure, sign, below in pulls(other) if not below)


def _guarded(framework: Framework) -> Iterator[Conflict]:
    """Give the KPIs that the framework itself names as those that suffer, where somebody else answers for them."""
    for kpi in framework.strategic_kpis:
        for other in (framework.kpi[id_] for id_ in kpi.guards if id_ in framework.kpi):
            if apart(kpi, other):
                why = say("`{other}` is named as what suffers when `{one}` is pushed at any price", other=other.id, one=kpi.id)
                yield Conflict(("incentive",), kpi.id, other.id, (kpi.owners[0], other.owners[0]), why, "expert")


def _usual(framework: Framework, ties: Iterable[frozenset[str]], book: Catalogue) -> Iterator[Conflict]:
    """Give the tied pairs that are called like what often pulls apart: without evidence here, and so only worth a question.

    Nothing where the framework says that they go together.
    """
    helped = effects_of(framework)
    for pair in ties:
        one, other = (framework.kpi[id_] for id_ in sorted(pair))
        if _agree(one, other) or helped.get(one.id, {}).get(other.id) == 1 or helped.get(other.id, {}).get(one.id) == 1:
            continue
        said = [(each.why, each.shared, first, second) for each, first, second in tensions(one, other)]
        said += [(why, "", first, second) for why, first, second in catalogued(one, other, book)]
        for why, shared, first, second in said:
            owners = (first.owners[0], second.owners[0])
            yield Conflict(("incentive",), first.id, second.id, owners, why, "none", None, shared)


def _with_data(
    framework: Framework, latest: pa.Table, found: dict[frozenset[str], Conflict], ties: dict[frozenset[str], str]
) -> dict[frozenset[str], Conflict]:
    """Ask the data of every pair that the structure names, and add those that go against each other in them alone."""
    from vitalfew.insight.against import against  # noqa: PLC0415  # numpy loads late

    place = {id_: number for number, id_ in enumerate(framework.kpi)}
    named = [(each.one, each.other) for each in found.values()]
    others = [(min(pair, key=place.__getitem__), max(pair, key=place.__getitem__)) for pair in ties if pair not in found]
    seen = {frozenset((each.one, each.other)): each for pairs in (named, others) for each in against(framework, latest, pairs)}
    made = {pair: replace(each, against=seen[pair]) for pair, each in found.items()}
    for pair, each in seen.items():
        if each.said != "against":
            continue
        if pair in made:
            kinds = tuple(kind for kind in KINDS if kind in {*made[pair].kinds, "empirical"})
            made[pair] = replace(made[pair], kinds=kinds)
        else:
            made[pair] = _empirical(framework, each, ties[pair])
    return made


def _empirical(framework: Framework, each: Against, place: str) -> Conflict:
    one, other = framework.kpi[each.one], framework.kpi[each.other]
    why = say("when `{one}` got better, `{other}` got worse, and both meet in `{place}`", one=one.id, other=other.id, place=place)
    lever = place if place in framework.kpi else None
    shared = next((found.shared for found, *_ in tensions(one, other)), "")
    return Conflict(
        ("empirical",), one.id, other.id, (one.owners[0], other.owners[0]), why, "estimated", lever, shared, None, each
    )


def _settled(framework: Framework, each: Conflict) -> Settled | None:
    """Say how a conflict is dealt with: somebody answers for a KPI together with the other, or the one guards the other."""
    one, other = framework.kpi[each.one], framework.kpi[each.other]
    ids = [each.one, each.other, each.lever or "", *(link.id for kpi in (one, other) for link in kpi.contributes_to)]
    for kpi in (framework.kpi[id_] for id_ in ids if id_ in framework.kpi):
        if {*each.owners} <= {*kpi.owners, *kpi.co_owners}:
            return "shared"
    return "guarded" if other.id in one.guards or one.id in other.guards else None


def numerator(formula: str | None) -> Node | None:
    """Give what stands above the line of a formula that is one share."""
    try:
        tree = parse(formula or "")
    except FormulaError:
        return None
    return tree.parts[0] if tree.op == "/" else None


def unsettled(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Give the conflicts that nothing settles."""
    return tuple(each for each in found if each.settled is None)
