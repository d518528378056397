"""What an event means for the KPIs: which end, come, move or need another target, whom that touches, and the audit then.

What still serves is left alone: a KPI ends only where every objective that it leads to turned and none asks for it still.
Nothing is lost: what ends is retired and keeps its history, what takes its place says so (`replaces`), and no target is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.draft.asks import Asks
from vitalfew.draft.changes import Change, Step, written
from vitalfew.draft.choose import key_of
from vitalfew.draft.event import Event
from vitalfew.draft.improve import by_severity, diff_of, moved
from vitalfew.draft.scene import Likeness, Scene
from vitalfew.draft.turned import changes_for, reopened
from vitalfew.insight.score import Score, score
from vitalfew.load.read import Loaded, load_texts
from vitalfew.model.difference import is_on
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Lines
from vitalfew.model.recipe import recipe
from vitalfew.model.reference import references
from vitalfew.rules.engine import check
from vitalfew.text.engine import Engine, best_engine

Audit = Callable[[Loaded], list[Finding]]


@dataclass(frozen=True)
class Reopened:
    """A number that only people can set anew, and why."""

    ref: Ref
    why: str


@dataclass(frozen=True)
class Touched:
    """Whom and what the changes of a KPI touch: who answers for it, where it is looked at, and what is computed from it."""

    kpi: str
    owners: tuple[str, ...]
    reviews: tuple[str, ...]
    formulas: tuple[str, ...]
    history: str


@dataclass(frozen=True)
class Reconfiguration:
    """What an event asks for: changes, numbers to set anew, whom that touches, the files, audit and score before and after."""

    event: Event
    changes: tuple[Change, ...]
    reopened: tuple[Reopened, ...]
    touched: tuple[Touched, ...]
    texts: Mapping[str, bytes]
    edit: str
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    score_before: Score
    score_after: Score
    engine: str

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing that is not there already."""
        return not self.edit and not self.reopened

    @property
    def gone(self) -> tuple[Finding, ...]:
        """What the audit finds without the changes and does not find with them."""
        left = {key_of(each) for each in self.after}
        return tuple(each for each in self.before if key_of(each) not in left)

    @property
    def new(self) -> tuple[Finding, ...]:
        """What the audit finds with the changes and does not find without them."""
        known = {key_of(each) for each in self.before}
        return tuple(each for each in self.after if key_of(each) not in known)

    def as_json(self) -> dict[str, object]:
        """Give the reconfiguration in the JSON contract's fields."""
        return {
            "event": self.event.as_json(),
            "changes": [
                {
                    "id": each.id,
                    "kind": each.kind,
                    "ref": str(each.ref),
                    "what": each.what,
                    "reason": each.reason,
                    "doubt": each.doubt,
                }
                for each in self.changes
            ],
            "reopened": [{"ref": str(each.ref), "why": each.why} for each in self.reopened],
            "touched": [
                {
                    "kpi": each.kpi,
                    "owners": list(each.owners),
                    "reviews": list(each.reviews),
                    "formulas": list(each.formulas),
                    "history": each.history,
                }
                for each in self.touched
            ],
            "before": by_severity(self.before),
            "after": by_severity(self.after),
            "new": [each.as_json() for each in self.new],
            "gone": [each.as_json() for each in self.gone],
            "score": [{"of": of, "before": was, "after": now} for of, was, now in moved(self.score_before, self.score_after)],
            "diff": self.edit,
            "engine": self.engine,
        }


@dataclass(frozen=True)
class Ground:
    """A framework's files as they are, read and heard once for all events."""

    texts: Mapping[str, bytes]
    loaded: Loaded
    today: date
    audit: Audit
    scene: Scene
    findings: tuple[Finding, ...]
    score: Score


def ground(texts: Mapping[str, bytes], *, today: date, audit: Audit | None = None, engine: Engine | None = None) -> Ground:
    """Read a framework's files and hear what the audit says; raises Refused where they cannot be read as a whole."""
    loaded = load_texts(texts)
    if not loaded.whole:
        raise Refused(say("a file cannot be read as a whole"), say("mend what `vitalfew check` says of the files"))
    heard = audit or (lambda each: check(each.framework, today=today, faulted=each.is_faulted))
    scene = Scene(loaded.framework, Likeness(engine or best_engine().engine))
    return Ground(texts, loaded, today, heard, scene, tuple(heard(loaded)), _scored(loaded, today))


def _scored(loaded: Loaded, today: date) -> Score:
    return score(loaded.framework, Lines(loaded.framework), today=today)


def reconfigure(on: Ground, event: Event, *, without: Sequence[str] = ()) -> Reconfiguration:
    """Propose what an event asks of a framework, all changes but those `without`, and try it before anybody adopts it.

    Raises Refused where the files cannot be changed without harm, UnknownName for a change that is not there.
    """
    was = on.loaded.framework
    found = tuple(changes_for(on.scene, Asks(on.scene), event))
    for id_ in without:
        if id_ not in {each.id for each in found}:
            raise UnknownName("change", id_, [each.id for each in found])
    changes = tuple(_begun(each, on.today) for each in found if each.id not in without)
    steps = [step for each in changes for step in each.steps] + _belief(event)
    made = written(on.texts, was, steps) if steps else dict(on.texts)
    after = load_texts(made) if steps else on.loaded
    kpis = list(dict.fromkeys(each.ref.id for each in changes if each.ref.id in was.kpi))
    return Reconfiguration(
        event,
        changes,
        tuple(Reopened(*each) for each in reopened(was, event, changes)),
        tuple(_touched(was, after.framework, kpis)),
        made,
        diff_of(on.texts, made),
        on.findings,
        tuple(on.audit(after)) if steps else on.findings,
        on.score,
        _scored(after, on.today) if steps else on.score,
        on.scene.likeness.by.id,
    )


def _begun(change: Change, today: date) -> Change:
    """Let a KPI that comes answer for the days from now on alone."""
    steps = (
        step._replace(value=step.value | {"since": today}) if step.how == "new" and step.ref.kind == "kpi" else step
        for step in change.steps
    )
    return replace(change, steps=tuple(steps))


def _belief(event: Event) -> list[Step]:
    """Write an assumption down that is new."""
    return [Step("new", event.ref, "", dict(event.fields))] if event.kind == "entered" else []


def _touched(before: Framework, after: Framework, kpis: Sequence[str]) -> Iterator[Touched]:
    heirs = {kpi.replaces: kpi.id for kpi in after.current_kpis if kpi.replaces}
    for id_ in kpis:
        kpi, now = before.kpi[id_], after.kpi[id_]
        reviews = tuple(each.id for each in before.cadences if is_on(each, kpi, before))
        formulas = tuple(
            each.id
            for each in before.current_kpis
            if each.id != id_
            and any(link.to == "kpi" and link.id == id_ and "formula" in link.field for link in references(each))
        )
        history = say("its values stay and are measured on as before")
        if now.lifecycle == "retired":
            history = say("its values stay to be looked at, and no new ones come")
        if id_ in heirs:
            history = say("its values stay; `{heir}` names it under `replaces`, so that both are seen together", heir=heirs[id_])
        elif now.lifecycle != "retired" and recipe(kpi, before) != recipe(now, after):
            history = say("its values were measured by another definition than the new one")
        yield Touched(id_, kpi.owners, reviews, formulas, history)
