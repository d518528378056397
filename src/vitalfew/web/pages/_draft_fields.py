"""The eight questions of a draft as a form, each with an example and help, and what may be said besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, get_args

from vitalfew.base.finding import Finding
from vitalfew.base.said import Said, say
from vitalfew.load.smells import MISSING_KEY
from vitalfew.model.preset import PresetName
from vitalfew.web.forms.view import Form, Input, Note, Section
from vitalfew.web.pages._drafting import POLICY


class Question(NamedTuple):
    """What is asked under a key: its label, what it is for, and an example."""

    key: str
    label: Said
    help: Said
    example: str
    widget: str = "text"
    is_needed: bool = False


WHO = (
    Question("name", say("What is your organisation called?"), say("As on a letter."), say("Lindqvist Bikes"), is_needed=True),
    Question(
        "industry",
        say("What does it do?"),
        say("In your own words; the nearest industry of the catalogue is shown beside."),
        say("online shop for bicycles and parts"),
        is_needed=True,
    ),
    Question(
        "size",
        say("How many people work there?"),
        say("A number is enough. It decides how many levels and KPIs are right for you."),
        "120",
        "whole",
        is_needed=True,
    ),
)
WANT = (
    Question(
        "goals",
        say("What do you want to reach?"),
        say("Three to five strategic goals, as you would say them. One on each line."),
        say("Customers come back without being asked"),
        "long",
        is_needed=True,
    ),
    Question(
        "focus",
        say("What is to be looked at most?"),
        say("Themes that tip the balance between KPIs. One on each line."),
        say("speed of delivery"),
        "long",
    ),
)
FOR_WHOM = (
    Question(
        "scope", say("How far does it reach?"), say("The whole organisation, or the parts of it."), say("sales and operations")
    ),
    Question(
        "stakeholders",
        say("Who has a stake in it?"),
        say("Those whose interest it answers. One on each line."),
        say("customers"),
        "long",
    ),
    Question("reporting", say("How often do you report?"), say("The rhythm of your reviews."), say("every month")),
)
MORE = (
    Question(
        "mission",
        say("Mission"),
        say("Where you have none it is made of your answers, for you to confirm."),
        say("Bikes that are ridden every day"),
        "long",
    ),
    Question(
        "vision", say("Vision"), say("What is true when the mission is fulfilled."), say("Nobody needs a second car"), "long"
    ),
    Question(
        "pinned",
        say("KPIs that have to be in"),
        say("By their id in the catalogue. One on each line."),
        "`net-promoter-score`",
        "long",
    ),
    Question(
        "excluded", say("KPIs that may not be in"), say("By their id in the catalogue. One on each line."), "`revenue`", "long"
    ),
)
BOUNDS = (
    Question(f"{POLICY}objectives", say("Objectives, at most"), say("Empty: as the framework's kind has it."), "4", "whole"),
    Question(f"{POLICY}tier-1", say("KPIs at the top, at most"), say("Never more than seven."), "5", "whole"),
    Question(f"{POLICY}in-all", say("KPIs in all, at most"), say("Empty: as the framework's kind has it."), "30", "whole"),
)
SECTIONS: tuple[tuple[Said, tuple[Question, ...], bool], ...] = (
    (say("Who you are"), WHO, False),
    (say("What you want"), WANT, False),
    (say("How far, and for whom"), FOR_WHOM, False),
    (say("More, where you know it"), (*MORE, *BOUNDS), True),
)
ASKED = tuple(each for _, questions, _ in SECTIONS for each in questions)
LABELS: Mapping[str, Said] = {each.key: each.label for each in ASKED}
KINDS: Mapping[PresetName, Said] = {
    "executive": say("Executive: company, departments, operations"),
    "balanced-scorecard": say("Balanced scorecard: four perspectives"),
    "cascade": say("Cascade: from the corporation to each person"),
    "okr": say("Objectives and key results"),
    "small-business": say("Small business: one level, few KPIs"),
}
"""What the presets are called for somebody who has to choose one."""
PRESET = "preset"


def form_of(texts: Mapping[str, str], findings: Iterable[Finding], against: Iterable[str] = ()) -> Form:
    """Give the form with what was written in it, and what is wrong at each field; `against` are bounds that cannot be kept."""
    notes: dict[str, list[Note]] = {}
    for finding in findings:
        notes.setdefault(_key(finding), []).append(_note(finding))
    for text in against:
        notes.setdefault(BOUNDS[0].key, []).append(Note("red", say("Cannot be:"), text, ""))
    sections = tuple(_section(name, questions, texts, notes, is_more=is_more) for name, questions, is_more in SECTIONS)
    return Form(sections, "", (), (), (), sum(map(len, notes.values())))


def _section(
    name: Said, questions: Iterable[Question], texts: Mapping[str, str], notes: Mapping[str, list[Note]], *, is_more: bool
) -> Section:
    inputs = tuple(_input(each, texts.get(each.key, ""), tuple(notes.get(each.key, ()))) for each in questions)
    if is_more:
        kind = _input(_KIND, texts.get(PRESET, ""), tuple(notes.get(PRESET, ())), tuple(KINDS.items()))
        inputs = (kind, *inputs)
    return Section(name, inputs, is_more, is_open=any(each.text or each.notes for each in inputs))


def _input(each: Question, text: str, notes: tuple[Note, ...], options: tuple[tuple[str, str], ...] = ()) -> Input:
    help_ = say("{help} Such as: {example}", help=each.help, example=each.example) if each.example else each.help
    is_wrong = any(note.tone == "red" for note in notes)
    return Input(each.key, each.label, help_, each.widget, text, options, "", "", notes, is_wrong)


_KIND = Question(PRESET, say("Kind of framework"), say("Empty: chosen by the size of your organisation."), Said(""))
assert set(KINDS) == set(get_args(PresetName))  # noqa: S101  # a preset that is added needs words here


def _key(finding: Finding) -> str:
    """Give the question that a finding is about; a part of a list or of a bound stands at the whole."""
    field = finding.field or ""
    if field.startswith(POLICY):
        return next((each.key for each in BOUNDS if field.startswith(each.key)), BOUNDS[0].key)
    return field.partition(".")[0]


def _note(finding: Finding) -> Note:
    if finding.code == MISSING_KEY.code:
        return Note("red", say("Missing:"), say("this answer is needed"), "")
    return Note("red", say("Wrong:"), finding.message, finding.help)
