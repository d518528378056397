"""An existing framework made better: the smallest set of changes that clears the audit, as a plan that people read first.

What a plan claims is what the audit says of the changed files. What only people can decide is never made up: it is listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.finding import SEVERITIES, Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.draft.changes import Change, changed, written
from vitalfew.draft.choose import Key, choose, key_of
from vitalfew.draft.scene import Likeness, Scene
from vitalfew.draft.tally import COUNTED
from vitalfew.insight.score import Score, score
from vitalfew.load.read import Loaded, load_texts
from vitalfew.load.settings import settled
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.rules.engine import check
from vitalfew.text.engine import Engine, best_engine

Audit = Callable[[Loaded], list[Finding]]
OPEN = {"missing-owner", "missing-baseline", "missing-target", "missing-threshold"}
"""Notes about drafts that a person has to answer before they are live."""


@dataclass(frozen=True)
class Proposed:
    """A change of a plan: the findings that come back where it alone is left out, and its edit of the files, as a diff."""

    change: Change
    clears: tuple[Finding, ...]
    edit: str

    def as_json(self) -> dict[str, object]:
        """Give the change in the JSON contract's fields."""
        return {
            "id": self.change.id,
            "kind": self.change.kind,
            "ref": str(self.change.ref),
            "what": self.change.what,
            "reason": self.change.reason,
            "doubt": self.change.doubt,
            "clears": [finding.as_json() for finding in self.clears],
            "diff": self.edit,
        }


@dataclass(frozen=True)
class Decision:
    """What only people can decide, with what the framework itself says about who or what it might be."""

    finding: Finding
    hint: str | None = None

    def as_json(self) -> dict[str, object]:
        """Give the decision in the JSON contract's fields."""
        return {**self.finding.as_json(), "hint": self.hint}


@dataclass(frozen=True)
class Improvement:
    """A plan: its changes, the framework's files with all of them, and what the audit and the score say before and after."""

    proposed: tuple[Proposed, ...]
    decisions: tuple[Decision, ...]
    texts: Mapping[str, bytes]
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    score_before: Score
    score_after: Score
    engine: str

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes alone."""
        return tuple(each.change for each in self.proposed)

    def as_json(self) -> dict[str, object]:
        """Give the plan in the JSON contract's fields."""
        return {
            "changes": [each.as_json() for each in self.proposed],
            "decisions": [each.as_json() for each in self.decisions],
            "before": {"findings": by_severity(self.before), "score": self.score_before.as_json()},
            "after": {"findings": by_severity(self.after), "score": self.score_after.as_json()},
            "engine": self.engine,
        }


def by_severity(findings: Collection[Finding]) -> dict[str, int]:
    """Count findings by severity."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}


def moved(before: Score, after: Score) -> list[tuple[str, str, str]]:
    """Give what scores otherwise: its name, as it was, as it is then."""
    none = say("no stage")
    stages = zip(before.maturity, after.maturity, strict=True)
    pairs = [(old.name, *(word(each.stage) if each.stage else none for each in (old, new))) for old, new in stages]
    pairs += [(old.name, old.evidence, new.evidence) for old, new in zip(before.qualities, after.qualities, strict=True)]
    gaps = [str(sum(len(each.gaps) for each in one.coverage)) for one in (before, after)]
    pairs.append((say("Gaps"), gaps[0], gaps[1]))
    return [(name, old, new) for name, old, new in pairs if old != new]


def improve(
    texts: Mapping[str, bytes],
    *,
    today: date,
    audit: Audit,
    engine: Engine | None = None,
    keep: Collection[str] = (),
    only: Collection[str] = (),
    without: Collection[str] = (),
) -> Improvement:
    """Plan the changes that clear most of what the audit finds in a framework's files, the fewest and lightest of them.

    KPIs in `keep` stay what and where they are, as does whatever is silenced. Changes `without`, by their ids, are not made, and
    another way is looked for; of the plan that is found `only` some are made. Raises Refused where the files cannot be read as a
    whole, or cannot be changed without harm, UnknownName where a KPI or a change is not there.
    """
    loaded = load_texts(texts)
    if not loaded.whole:
        raise Refused(say("a file cannot be read as a whole"), say("mend what `vitalfew check` says of the files"))
    for id_ in keep:
        if id_ not in loaded.framework.kpi:
            raise UnknownName("KPI", id_, loaded.framework.kpi)
    by = engine or best_engine().engine
    before = audit(loaded)
    scene = Scene(loaded.framework, Likeness(by), frozenset(keep))
    ear = _Ear(loaded, before, today)
    chosen = choose(scene, ear.hears, without, ear.unheard)
    for id_ in only:
        if id_ not in {change.id for change in chosen}:
            raise UnknownName("change", id_, [change.id for change in chosen])
    picked = [change for change in chosen if not only or change.id in only]
    made = written(texts, loaded.framework, [step for change in picked for step in change.steps])
    new = load_texts(made)
    after = audit(new)
    proposed = tuple(Proposed(each, _cleared(each, picked, ear, before), _diff(texts, loaded, each)) for each in picked)
    return Improvement(
        proposed,
        tuple(_decisions(new.framework, after)),
        made,
        tuple(before),
        tuple(after),
        score(loaded.framework, Lines(loaded.framework), today=today),
        score(new.framework, Lines(new.framework), today=today),
        by.id,
    )


class _Ear:
    """Hears of a framework what the audit would say of it, without reading its files again."""

    def __init__(self, loaded: Loaded, before: Collection[Finding], today: date) -> None:
        self.framework, self.faulted, self.today = loaded.framework, loaded.is_faulted, today
        said = {key_of(finding) for finding in before}
        raw = check(loaded.framework, today=today, faulted=loaded.is_faulted)
        self.hushed: frozenset[Key] = frozenset(map(key_of, raw)) - said

    @property
    def unheard(self) -> frozenset[tuple[str, Ref]]:
        """Give the counts that are silenced or turned off."""
        return frozenset((rule, ref) for rule, ref, _ in self.hushed if rule in COUNTED)

    def hears(self, framework: Framework) -> list[Finding]:
        """Give the errors and warnings of a framework that are neither silenced nor turned off."""
        found = settled(check(framework, today=self.today, faulted=self.faulted), framework)
        return [each for each in found if each.severity != "info" and key_of(each) not in self.hushed]


def _cleared(change: Change, picked: list[Change], ear: _Ear, before: Collection[Finding]) -> tuple[Finding, ...]:
    """Give the findings that a change clears: those that come back without it, else those that it would clear alone."""
    others = [step for each in picked if each is not change for step in each.steps]
    all_ = {key_of(each) for each in ear.hears(changed(ear.framework, [step for each in picked for step in each.steps]))}
    back = {key_of(each) for each in ear.hears(changed(ear.framework, others))} - all_
    known = {key_of(each): each for each in before}
    return tuple(each for key, each in known.items() if key in back)


def _diff(texts: Mapping[str, bytes], loaded: Loaded, change: Change) -> str:
    """Write what a change alone does to the files."""
    made = written(texts, loaded.framework, change.steps)
    return diff_of(texts, made)


def diff_of(texts: Mapping[str, bytes], made: Mapping[str, bytes]) -> str:
    """Write the difference of two sets of files."""
    lines: list[str] = []
    for path, content in made.items():
        was = texts.get(path, b"")
        if was != content:
            old, new = (each.decode("utf-8", "replace").splitlines(keepends=True) for each in (was, content))
            lines += unified_diff(old, new, f"a/{path}", f"b/{path}", n=2)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _decisions(framework: Framework, after: Collection[Finding]) -> list[Decision]:
    """Give what is left to people: errors and warnings that stay, and what drafts still lack before they are live."""
    left = [each for each in after if each.severity != "info" or each.rule in OPEN]
    return [Decision(each, _hint(framework, each)) for each in left]


def _hint(framework: Framework, finding: Finding) -> str | None:
    """Say who the framework itself names beside a gap; nobody is put there."""
    kpi = framework.kpi.get(finding.ref.id) if finding.ref.kind == "kpi" else None
    unit = framework.org_unit.get((kpi.org_unit if kpi else None) or "")
    if finding.code.startswith("OWN") and unit and unit.head:
        return say("`{person}` heads unit `{unit}`", person=unit.head, unit=unit.id)
    cadence = next((each for each in framework.cadences if each.ref == finding.ref), None)
    if finding.rule == "missing-chair" and cadence and cadence.audience:
        return say("`{people}` attend it", people=", ".join(cadence.audience))
    return None
