"""Every statement of insight on two real data sets is read and judged in the docs, and stays what was judged (AUD-4, AUD-7).

The tables of `docs/insight-on-real-data.md` are the snapshot: their first four columns are what is said, the others what we make
of it. A statement that changes has to be read anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.real.conftest import Real

from vitalfew.cli.missed import missing_of
from vitalfew.insight.conflict import conflicts
from vitalfew.insight.estimate import Estimate, estimates
from vitalfew.insight.fit import alignment_of
from vitalfew.insight.initiative import effects
from vitalfew.insight.known import Evidence
from vitalfew.insight.lead import leads
from vitalfew.insight.lever import levers
from vitalfew.insight.meant import Meant
from vitalfew.insight.seen import seen_of
from vitalfew.insight.sight import Reach
from vitalfew.insight.whole import sight_of
from vitalfew.store.leaves import leaves_of
from vitalfew.text.lexical import lexical
from vitalfew.workspace import STORE

pytestmark = pytest.mark.xdist_group("retail")
PAGE = Path(__file__).parents[2] / "docs" / "insight-on-real-data.md"
ROW = re.compile(r"^\| (\w+) \| ([\w-]+) \| ([\w-]+) \| (.+?) \| (sensible|not sensible|cannot say) \| (.+) \|$", re.MULTILINE)
TOLD = re.compile(r"^\| (online retail|macrodata) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
DATA = ("online_retail", "macrodata")
Said = tuple[str, str, str, str]


def statements(real: Real) -> Iterator[Said]:
    """Give what is said, of what, about what, and the verdict without its digits."""
    workspace = real.workspace
    framework, latest = workspace.framework, workspace.observations.latest()
    yield from (("link", each.kpi, each.drives, _link(each)) for each in estimates(framework, latest))
    led = leads(framework, latest)
    for lead in led:
        yield "lead", lead.kpi, lead.drives, f"{lead.said} {lead.lag}" if lead.said == "leads" else lead.said
    yield from (("effect", each.initiative, each.kpi, each.said) for each in effects(framework, latest, workspace.today))
    leaves = leaves_of(workspace.root / STORE, workspace.unseen)
    sight = sight_of(framework, workspace.lines, latest, workspace.status(), leaves)
    for kpi in framework.current_kpis:
        yield from (("sight", kpi.id, each.objective, _sight(each)) for each in sight.reach(kpi.id))
    seen = seen_of(framework, latest)
    for objective in sight.objectives:
        for lever in levers(sight, objective, today=workspace.today, seen=seen).levers:
            yield "lever", lever.kpi, objective.id, f"{lever.said}, {lever.known}" if lever.known else lever.said
    yield from (("missed", each.kpi, "itself", each.said) for each in missing_of(workspace))
    for each in conflicts(framework, latest):
        data = each.against.said if each.against else "not asked"
        yield "conflict", each.one, each.other, f"{' and '.join(each.kinds)}; in the data: {data}"
    for one in alignment_of(Meant(framework, workspace.lines, lexical()), Evidence(sight, led)):
        yield "score", one.kpi, "itself", one.band


def _link(each: Estimate) -> str:
    if each.said not in {"clear", "against"}:
        return each.said
    return f"{each.said}, {'+' if (each.effect or 0.0) > 0 else '−'}, lag {each.lag}"


def _sight(each: Reach) -> str:
    if each.effect is None:
        return each.clarity
    return f"{each.clarity}, {'closer' if each.effect > 0 else 'farther'}, {each.grade}"


def judged(name: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Read the tables of a data set: what was said, and what we make of it."""
    text = PAGE.read_text(encoding="utf-8")
    part = text.split("\n## ")[2 + DATA.index(name)]
    return {(kind, one, other): (said, verdict) for kind, one, other, said, verdict, _ in ROW.findall(part)}


@pytest.mark.parametrize("name", DATA)
def test_every_statement_is_the_one_that_was_judged(name: str, request: pytest.FixtureRequest) -> None:
    found = {(kind, one, other): said for kind, one, other, said in statements(request.getfixturevalue(name))}
    assert found == {key: said for key, (said, _) in judged(name).items()}


@pytest.mark.parametrize("name", DATA)
def test_the_page_counts_its_verdicts(name: str) -> None:
    counts = Counter(verdict for _, verdict in judged(name).values())
    told = {row[0]: [int(each) for each in row[1:]] for row in TOLD.findall(PAGE.read_text(encoding="utf-8"))}
    expected = [counts.total(), counts["sensible"], counts["not sensible"], counts["cannot say"]]
    assert told[name.replace("_", " ")] == expected
