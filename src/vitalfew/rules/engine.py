"""Finds the rules of this folder and runs them over a framework.

A rule is a module whose `check` wears `@rule`; its slug is the module's name.
A rule names what else it needs as further parameters: `today`; `lines`, the framework's lines, computed once for all;
`unread`, what is not known because it could not be read; `evidence`, what was measured and entered.
A rule that asks for evidence is not run where there is none.
Retired KPIs are never flagged, so rules walk `framework.current_kpis`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import NamedTuple

from vitalfew import rules as room
from vitalfew.base.finding import Finding, Severity, Smell
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.base.said import say
from vitalfew.model.evidence import Evidence
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.past import Past
from vitalfew.rules.unread import Faulted, Unread, sound


class Flag(NamedTuple):
    """What a rule says of a noun: the field at fault, what is; `help` and `severity` where they differ from the rule's."""

    ref: Ref
    field: str | None
    message: str
    help: str | None = None
    severity: Severity | None = None


Flags = Iterator[Flag | tuple[Ref, str | None, str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding and the function that looks for it.

    `after` are codes of rules that silence this one on a noun they flagged.
    `before_live` rules demand what must stand before a KPI goes live: on a draft they advise, on others while all are drafts.
    """

    smell: Smell
    check: Callable[..., Flags]
    needs: tuple[str, ...]
    after: tuple[str, ...]
    before_live: bool

    def flags(self, framework: Framework, facts: dict[str, object]) -> Iterator[Flag]:
        """Run the rule."""
        for flag in self.check(framework, *(facts[name] for name in self.needs)):
            yield Flag(*flag)


def rule(
    code: str,
    *,
    severity: Severity,
    help: str,
    requirements: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    before_live: bool = False,
) -> Callable[[Callable[..., Flags]], Rule]:
    """Make a rule of a module's `check`."""

    def register(function: Callable[..., Flags]) -> Rule:
        slug = function.__module__.rpartition(".")[2].replace("_", "-")
        code_ = function.__code__  # `inspect.signature` costs 5 ms for all rules
        needs = code_.co_varnames[1 : code_.co_argcount]
        return Rule(Smell(code, slug, severity, say(help), requirements), function, needs, after, before_live)

    return register


_WALKING = Lock()


@cache
def rules() -> tuple[Rule, ...]:
    """Give every rule of the folder, leaders before followers, else by code."""
    with _WALKING:  # whoever comes meanwhile would find modules that are only half there
        modules = [_module(path) for path in sorted(Path(__file__).parent.glob("*.py"))]
    found = [module.check for module in modules if isinstance(getattr(module, "check", None), Rule)]
    return in_order(found)


def _module(path: Path) -> ModuleType:
    """Import a module of this folder: Python's search for so many whose place is known would take a twentieth of a start."""
    name = f"{room.__name__}.{path.stem}"
    if name not in sys.modules:
        loader = SourceFileLoader(name, str(path))
        module = sys.modules[name] = ModuleType(name)
        module.__file__, module.__spec__ = loader.path, ModuleSpec(name, loader, origin=loader.path)
        loader.exec_module(module)
    return sys.modules[name]


def in_order(found: Iterable[Rule]) -> tuple[Rule, ...]:
    """Sort rules by code, a leader before those that follow it."""
    by_code = {each.smell.code: each for each in sorted(found, key=lambda each: each.smell.code)}
    order = TopologicalSorter({code: each.after for code, each in by_code.items()}).static_order()
    return tuple(by_code[code] for code in order)


def smells() -> tuple[Smell, ...]:
    """Give every kind of finding that rules make, by code."""
    return tuple(sorted((each.smell for each in rules()), key=lambda smell: smell.code))


def check(framework: Framework, *, today: date, faulted: Faulted = sound, evidence: Evidence | None = None) -> list[Finding]:
    """Give what all rules find, without places; `faulted` tells what reading has flagged, which is not flagged again."""
    return run(rules(), framework, today=today, faulted=faulted, evidence=evidence)


def run(
    selected: Iterable[Rule],
    framework: Framework,
    *,
    today: date,
    faulted: Faulted = sound,
    evidence: Evidence | None = None,
) -> list[Finding]:
    """Give what some rules find; leaders must stand before their followers."""
    lines = Lines(framework)
    facts: dict[str, object] = {"today": today, "lines": lines, "unread": Unread(framework, lines, faulted)}
    facts |= {"evidence": Past(framework, evidence.until(today))} if evidence else {}
    drafts = _drafts(framework)
    flagged: dict[str, set[Ref]] = {}
    findings = []
    counts = not faulted(FRAMEWORK, "preset")  # an unknown preset asks for no counts
    for each in selected:
        if (each.smell.code.startswith("BAL") and not counts) or not facts.keys() >= {*each.needs}:
            continue
        led = frozenset().union(*(flagged.get(code, ()) for code in each.after))
        mine = flagged[each.smell.code] = set()
        for flag in each.flags(framework, facts):
            mine.add(flag.ref)
            if flag.ref not in led and not _is_known(flag, faulted):
                findings.append(_finding(each, flag, draft=flag.ref in drafts))
    return findings


def _drafts(framework: Framework) -> frozenset[Ref]:
    """Give the draft KPIs; while all KPIs are drafts, everything is one: the people around them are still to be found."""
    kpis = framework.current_kpis
    drafts = [kpi.ref for kpi in kpis if kpi.lifecycle == "draft"]
    return frozenset(framework.index if drafts and len(drafts) == len(kpis) else drafts)


def _is_known(flag: Flag, faulted: Faulted) -> bool:
    """Tell whether reading has flagged this already, or does not know what kind of noun it is."""
    fields = {flag.field, "id", "kind", "lifecycle"}
    return any(faulted(flag.ref, field) for field in fields) or faulted(FRAMEWORK, flag.ref.kind)


def _finding(each: Rule, flag: Flag, *, draft: bool) -> Finding:
    severity: Severity | None = "info" if draft and each.before_live else flag.severity
    return each.smell.at(flag.ref, flag.message, field=flag.field, help=flag.help, severity=severity)
