"""A form as its template has it: sections of fields, each with its text, its choices, what it is for and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from vitalfew.base.finding import Finding
from vitalfew.base.said import Said, say
from vitalfew.load.schema import called, described
from vitalfew.web.forms.check import Checked, Ground, texts_at
from vitalfew.web.forms.field import Field
from vitalfew.web.forms.text import Texts, below, rows_in

MOST_CHOICES = 60
"""Up to how many nouns are a list to choose from; more are found by typing."""
_TONES = {"error": "red", "warning": "amber", "info": "none"}
FIRST: Mapping[str, Mapping[str, str]] = {
    "kpi": {
        "What it is": "name definition because lifecycle unit formula",
        "Target": "direction baseline target threshold",
        "Who answers": "owner reviewer updater org_unit",
        "Where it belongs": "objectives contributes_to level timing",
        "When": "every due review",
    },
    "objective": {
        "What it is": "statement description perspective",
        "Who answers": "owner org_unit",
        "Where it belongs": "headline supports drives themes",
        "When": "horizon priority",
    },
    "initiative": {
        "What it is": "name description objective status",
        "Who answers": "owner",
        "When": "starts ends milestones",
        "What it moves": "moves verdict",
    },
}
"""Which fields stand in which section; those that no section names follow behind them."""
_LABELS: Mapping[str, Said] = {
    "What it is": say("What it is"),
    "Target": say("Target"),
    "Who answers": say("Who answers"),
    "Where it belongs": say("Where it belongs"),
    "When": say("When"),
    "What it moves": say("What it moves"),
    "More": say("More"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is said of a field."""

    tone: str
    word: str
    text: str
    help: str


@dataclass(frozen=True, slots=True)
class Input:
    """A place to write: `list` names the choices that typing finds, `words` what may stand on each of its lines."""

    path: str
    label: str
    help: str
    widget: str
    text: str
    options: tuple[tuple[str, str], ...]
    list: str
    unit: str
    notes: tuple[Note, ...]
    is_wrong: bool
    inputs: tuple[Input, ...] = ()
    rows: tuple[tuple[Input, ...], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Some fields under one heading; `is_more` where it is folded up as long as nothing in it needs anybody."""

    name: str
    inputs: tuple[Input, ...]
    is_more: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form: `shown` is what its fields said when it was made, `lists` the choices that typing finds."""

    sections: tuple[Section, ...]
    shown: str
    lists: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    notes: tuple[Note, ...]
    others: tuple[Note, ...]
    errors: int


class _Maker:
    """What every input of one form is made from."""

    def __init__(self, over: Ground, kind: str, texts: Texts, checked: Checked | None) -> None:
        self.over, self.kind, self.texts, self.checked = over, kind, texts, checked
        self.lists: dict[str, tuple[tuple[str, str], ...]] = {}
        self.said: set[str] = set()
        self.unit = texts.get("unit", "") if kind == "kpi" else ""

    def make(self, field: Field, path: str) -> Input:
        """Make the input of a field, with all below it."""
        label = called(path.rpartition(".")[2] if not path.rpartition(".")[2].isdigit() else path.rpartition(".")[0])
        if field.widget == "group":
            return self._of(
                field, path, label, "group", inputs=tuple(self.make(part, f"{path}.{part.key}") for part in field.parts)
            )
        if field.is_many and field.widget in {"rows", "noun"}:
            numbers = rows_in(self.texts, path)
            spare = [max(numbers, default=-1) + 1]
            return self._of(field, path, label, "rows", rows=tuple(self._row(field, path, each) for each in [*numbers, *spare]))
        return self._of(field, path, label, field.widget)

    def _row(self, field: Field, path: str, number: int) -> tuple[Input, ...]:
        at = f"{path}.{number}"
        if field.widget == "rows":
            return tuple(self.make(part, f"{at}.{part.key}") for part in field.parts)
        return (self._of(field, at, say("{name} {number}", name=called(path.rpartition(".")[2]), number=number + 1), "noun"),)

    def _of(
        self,
        field: Field,
        path: str,
        label: str,
        widget: str,
        *,
        inputs: tuple[Input, ...] = (),
        rows: tuple[tuple[Input, ...], ...] = (),
    ) -> Input:
        text = self.texts.get(path, "") if widget not in {"group", "rows"} else ""
        options: tuple[tuple[str, str], ...] = ()
        list_ = ""
        if widget == "noun":
            options = self._nouns(field)
            if len(options) > MOST_CHOICES:
                self.lists[field.to] = options
                options, list_ = (), field.to
        elif widget == "choice":
            options = tuple((each, each) for each in field.options)
        elif widget == "flag":
            options = (("yes", "yes"), ("no", "no"))
        if options and text and text not in dict(options):
            options = (*options, (text, text))
        unit = self.unit if widget == "number" and path.startswith(("target.", "baseline.", "natural.")) else ""
        notes = tuple(self._notes(path, whole=widget not in {"group", "rows"}))
        help_ = described(field.record, field.key) if field.record else ""
        return Input(
            path,
            label,
            help_,
            _shown(widget, text),
            text,
            options,
            list_,
            unit,
            notes,
            any(note.tone == "red" for note in notes),
            inputs,
            rows,
            ", ".join(f"`{each}`" for each in field.options) if widget == "lines" else "",
        )

    def _nouns(self, field: Field) -> tuple[tuple[str, str], ...]:
        """Give the nouns to choose among, and the words that mean another thing."""
        found = [noun for noun in self.over.loaded.framework.index.values() if noun.kind_ == field.to]
        found = [noun for noun in found if not getattr(noun, "left", None) and getattr(noun, "lifecycle", "") != "retired"]
        pairs = ((noun.id, str(getattr(noun, "title", None) or getattr(noun, "name", None) or noun.id)) for noun in found)
        return (*((each, called(each)) for each in field.options), *pairs)

    def _notes(self, path: str, *, whole: bool) -> Iterator[Note]:
        if self.checked is None:
            return
        if path in self.checked.clashes:
            theirs = self.checked.clashes[path]
            words = say(
                "somebody else has made it `{now}` meanwhile; you wrote `{mine}`",
                now=theirs or "–",
                mine=self.texts.get(path, ""),
            )
            yield Note("red", say("changed meanwhile"), words, say("send it again to have yours, or take theirs"))
        for place, findings in self.checked.at.items():
            is_bare = path.endswith((".id", ".kpi")) and path.rpartition(".")[0] == place
            if place == path or (whole and (is_bare or place.startswith(f"{path}."))):
                self.said.add(place)
                yield from map(note_of, findings)


def form_of(over: Ground, kind: str, fields: tuple[Field, ...], texts: Texts, checked: Checked | None) -> Form:
    """Make the form of a noun with some texts in it."""
    maker = _Maker(over, kind, texts, checked)
    named = FIRST.get(kind, {"What it is": " ".join(field.key for field in fields)})
    by_key = {field.key: field for field in fields}
    sections = []
    for name, keys in named.items():
        inputs = tuple(maker.make(by_key.pop(key), key) for key in keys.split() if key in by_key)
        if inputs:
            sections.append(Section(_LABELS[name], inputs, is_more=False, is_open=True))
    if by_key:
        inputs = tuple(maker.make(field, key) for key, field in by_key.items())
        is_open = any(each.notes for each in _all(inputs))
        sections.append(Section(_LABELS["More"], inputs, is_more=True, is_open=is_open))
    unsaid = [each for place, found in checked.at.items() if place not in maker.said for each in found] if checked else []
    whole = tuple(map(note_of, (*checked.whole, *unsaid))) if checked else ()
    others = tuple(map(note_of, checked.others)) if checked else ()
    errors = sum(each.is_wrong for section in sections for each in _all(section.inputs)) + sum(
        note.tone == "red" for note in whole
    )
    shown = json.dumps(texts_now(over, fields, texts, checked), ensure_ascii=False)
    return Form(tuple(sections), shown, tuple(maker.lists.items()), whole, others, errors)


def texts_now(over: Ground, fields: tuple[Field, ...], texts: Texts, checked: Checked | None) -> Texts:
    """Give what the fields say in the files as they are now: what the next form is held against."""
    if checked is None:
        return texts
    now = texts_at(over, checked.ref, fields)
    return {name: text for field in fields for name, text in below(now, field.key).items()}


def note_of(finding: Finding) -> Note:
    """Word a finding for whoever fills in a form."""
    return Note(_TONES[finding.severity], finding.severity, finding.message, finding.help)


def _all(inputs: tuple[Input, ...]) -> Iterator[Input]:
    for each in inputs:
        yield each
        yield from _all(each.inputs)
        for row in each.rows:
            yield from _all(row)


def _shown(widget: str, text: str) -> str:
    """Give the widget for a text: one of a day that is none, or of a line that has several, is shown as it is."""
    if widget == "day" and text:
        try:
            return widget if date.fromisoformat(text).isoformat() == text else "text"
        except ValueError:
            return "text"
    return "long" if widget == "text" and "\n" in text else widget
