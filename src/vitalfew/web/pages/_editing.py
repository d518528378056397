"""What the pages to edit and to add a noun share: the form as it is shown, and what sending it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vitalfew.base.errors import NotAllowed, Overtaken, Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count
from vitalfew.load.wanted import Wanted, value_at
from vitalfew.model.reference import references
from vitalfew.rhythm.drafts import want
from vitalfew.store import revisions
from vitalfew.web.forms.check import Checked, Ground, broken, check, open_fields, texts_at, typed, word
from vitalfew.web.forms.view import Form, form_of
from vitalfew.web.visit import Visit

REVIEW = "/change"
"""Where every change is looked at before it is asked for."""
HOME = {"initiative": "/initiatives", "person": "/people", "org_unit": "/people", "value_stream": "/streams", "objective": "/map"}
"""The page on which nouns of a kind are shown."""


@dataclass(frozen=True, slots=True)
class View:
    """The page; `id` is what was typed of a new noun's id, `breaks` where else the noun is named."""

    title: str
    kind: str
    word: str
    id: str
    is_new: bool
    is_closed: bool
    revision: int
    form: Form
    breaks: tuple[str, ...]
    may_retire: bool
    back: str

    @property
    def errors_said(self) -> str:
        """How many errors stand against it."""
        return say_count("{n} field is to be mended", "{n} fields are to be mended", n=self.form.errors)

    @property
    def others_said(self) -> str:
        """How many things the audit would say of other nouns."""
        return say_count("{n} finding about something else", "{n} findings about something else", n=len(self.form.others))

    @property
    def breaks_said(self) -> str:
        """How often it is named elsewhere."""
        return say_count("It is named in {n} place:", "It is named in {n} places:", n=len(self.breaks))


def see_may(visit: Visit, ref: Ref) -> None:
    """Raise NotAllowed where the visitor may not ask for a change of a noun."""
    if not visit.may("propose", ref):
        raise NotAllowed(say("your roles do not let you propose changes"), say("ask an administrator"))


def view_of(visit: Visit, over: Ground, ref: Ref, *, is_new: bool, first: Mapping[str, str]) -> View:
    """Build the page: with what was sent where something was, else with what stands in the files; `first` fills in a new one."""
    fields = open_fields(visit, ref)
    now = texts_at(over, ref, fields)
    checked: Checked | None = None
    texts = {**now, **first}
    if visit.form:
        checked = check(visit, over, ref, visit.form, is_new=is_new)
        texts, _ = typed(visit.form, fields, now)
    made = form_of(over, ref.kind, fields, texts, checked)
    with visit.reading() as desk:
        present = revisions.live(desk.transaction)
    noun = over.loaded.framework.index.get(ref)
    return View(
        str(getattr(noun, "title", None) or getattr(noun, "name", None) or ref.id) if noun else "",
        ref.kind,
        word(ref.kind),
        visit.form.get("id", "") if is_new else ref.id,
        is_new,
        len(fields) < len(open_fields(visit, Ref(ref.kind, ""))),
        present.number if present else 0,
        made,
        tuple(broken(over, ref)) if not is_new else (),
        ref.kind == "kpi" and getattr(noun, "lifecycle", "retired") != "retired",
        _back(ref, is_new=is_new),
    )


def send(visit: Visit, ref: Ref, over: Ground, *, is_new: bool) -> str:
    """Put what the form wants into the visitor's change; raises Refused where the audit finds an error, Overtaken."""
    if is_new and ref in over.loaded.spans.nouns:
        raise Refused(say("there is a {noun} `{id}` already", noun=word(ref.kind), id=ref.id), say("give it another id"))
    checked = check(visit, over, ref, visit.form, is_new=is_new)
    if checked.clashes:
        raise Overtaken(say("the same was changed"), say("the fields marked below"), say("look at both values"))
    if checked.is_refused:
        raise Refused(say("it cannot be sent like this"), say("mend the fields that are marked"))
    with visit.writing() as desk:
        want(desk, checked.wanted)
    return REVIEW


def remove(visit: Visit, ref: Ref, over: Ground) -> str:
    """Put the noun's removal into the visitor's change, and where it is named, if that is asked for too."""
    wanted = [Wanted("remove", ref)]
    if visit.form.get("everywhere"):
        wanted = [*_unnamed(over, ref), *wanted]
    with visit.writing() as desk:
        want(desk, wanted)
    return REVIEW


def retire(visit: Visit, ref: Ref, over: Ground) -> str:
    """Put into the visitor's change that a KPI is measured no more."""
    before = value_at(over.before.spans, ref, "lifecycle")
    with visit.writing() as desk:
        want(desk, [Wanted("set", ref, "lifecycle", "retired", before)])
    return REVIEW


def _unnamed(over: Ground, ref: Ref) -> list[Wanted]:
    """Take a noun's id out wherever another noun names it; a formula stays as it is."""
    found, live = [], over.before.spans
    for noun in over.loaded.framework.index.values():
        fields = {one.field.partition(".")[0] for one in references(noun) if (one.to, one.id) == (ref.kind, ref.id)}
        place = over.loaded.spans.nouns.get(noun.ref)
        for field in sorted(fields) if place and noun.ref != ref else ():
            now = place[1].get(field) if place else None
            found.append(Wanted("set", noun.ref, field, _without(now, ref.id), value_at(live, noun.ref, field)))
    return found


def _without(value: object, id_: str) -> object:
    """Give a value without an id: without the items of lists that stand for it."""
    if value == id_:
        return None
    if isinstance(value, list):
        left = [_without(each, id_) for each in value if not _stands_for(each, id_)]
        return left or None
    if isinstance(value, dict):
        left_ = {key: _without(each, id_) for key, each in value.items()}
        return {key: each for key, each in left_.items() if each is not None} or None
    return value


def _stands_for(item: object, id_: str) -> bool:
    return item == id_ or (isinstance(item, dict) and id_ in {item.get("id"), item.get("kpi"), item.get("to")})


def _back(ref: Ref, *, is_new: bool) -> str:
    """Give the page to go back to."""
    own = {"kpi": f"/kpi/{ref.id}", "objective": f"/objective/{ref.id}"}
    usual = {
        "initiative": "/initiatives",
        "person": "/people",
        "org_unit": "/people",
        "value_stream": "/streams",
        "kpi": "/",
        "objective": "/map",
    }
    return (None if is_new else own.get(ref.kind)) or usual.get(ref.kind, "/cascade")
