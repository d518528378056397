"""Names that must exist: references between nouns, measures and KPIs in formulas, levels in `policy`, time zone and country."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel

from vitalfew.base.holiday import codes, countries_named, is_country
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.load.build import Built, Path, original
from vitalfew.load.merge import Merged, clipped
from vitalfew.load.settings import is_reading, is_rule
from vitalfew.load.shape import KINDS, SECTIONS, called, noun_word, section
from vitalfew.load.silence import names
from vitalfew.load.smells import UNKNOWN_KEY, UNKNOWN_REFERENCE, UNREADABLE_FORMULA, WRONG_VALUE
from vitalfew.load.span import deepest
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import POLICY_KEYS, Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.policy import NUMBERS
from vitalfew.model.reference import Reference, references

Known = dict[str, set[str]]
_KEYS = {kind: key for key, kind in KINDS.items()}
_SHAPES = {True: "`{}: 5`", False: "`{}: {{min: 3, max: 5}}`"}


def link(merged: Merged, built: Built) -> None:
    """Flag every name in the framework that stands for nothing."""
    framework = built.framework
    known = merged.known
    known["level"] |= {level.id for level in framework.all_levels}
    known["perspective"] |= {lens.id for lens in framework.lenses}
    for path, ref, noun in _nouns(merged, built):
        for reference in (*references(noun), *(_in_formula(merged, ref, noun) if isinstance(noun, Kpi) else ())):
            if reference.id not in known[reference.to] and reference.to not in merged.open_kinds:
                _flag_dead(merged, known, ref, reference, original(_path(path, reference.field), built.drops))
    _check_policy(merged, framework, known)
    _check_rules(merged, framework)
    _check_zone(merged, framework)
    _check_holidays(merged, framework)


def _nouns(merged: Merged, built: Built) -> Iterator[tuple[Path, Ref, BaseModel]]:
    """Give every section and noun with its path in the framework and its address."""
    for key in SECTIONS:
        part = getattr(built.framework, key)
        if isinstance(part, BaseModel):
            yield (key,), section(key), part
    for key in KINDS:
        refs = [ref for ref in merged.refs[key] if ref not in built.lost]
        for number, noun in enumerate(getattr(built.framework, key)):
            yield (key, number), refs[number], noun


def _path(start: Path, field: str) -> Path:
    return (*start, *(int(part) if part.isdigit() else part for part in field.split(".")))


def _in_formula(merged: Merged, ref: Ref, kpi: Kpi) -> Iterator[Reference]:
    if kpi.formula is None:
        return
    try:
        tree = parse(kpi.formula)
    except FormulaError as error:
        place = merged.spans.find(ref, "formula")
        merged.flag(
            UNREADABLE_FORMULA,
            ref,
            say("the formula of KPI `{id}` cannot be read: {error}", id=ref.id, error=error.args[0]),
            place,
            "formula",
        )
        return
    for leaf in tree.leaves():
        yield Reference("formula", leaf.op, leaf.name)


def _flag_dead(merged: Merged, known: Known, ref: Ref, reference: Reference, path: Path) -> None:
    _, to, id_ = reference
    inside = path[1:] if ref.id == "main" and ref.kind in SECTIONS else path[2:]
    field = ".".join(str(part) for part in inside)
    if ref in merged.spans.nouns:  # a bare id stands for `{id: …}`, so the last parts of the path may not be written
        depth, _ = deepest(merged.spans.nouns[ref][1], field)
        field = ".".join(field.split(".")[:depth])
    near = merged.hints.nearest(id_, known[to])
    word = noun_word(to)
    owner = called(ref.kind) if ref.kind in SECTIONS else say("{noun} `{id}`", noun=noun_word(ref.kind), id=ref.id)
    help = (
        say("did you mean `{near}`?", near=near)
        if near
        else say("declare it under `{key}:`, or name one that is declared", key=_KEYS[to])
    )
    message = say(
        "`{field}` of {owner} names the {word} `{name}`, which is not declared",
        field=field,
        owner=owner,
        word=word,
        name=clipped(id_),
    )
    if field == "formula" and to == "measure" and id_.replace("_", "-") in known["kpi"]:
        help = say("write `kpi.{id}` for the KPI of that name", id=id_)
    merged.flag(UNKNOWN_REFERENCE, ref, message, merged.spans.find(ref, field), field, help)


def _check_policy(merged: Merged, framework: Framework, known: Known) -> None:
    ref = section("policy")
    keys = {*POLICY_KEYS, *NUMBERS, *known["level"]}
    for key, own in framework.policy.items():
        is_number = key in NUMBERS
        shape, wanted = (say("a range"), say("one number")) if is_number else (say("one number"), say("a range"))
        if key in keys and (own.value is None) == is_number:
            message = say("`{key}` of the policy is {shape}, where {wanted} belongs", key=key, shape=shape, wanted=wanted)
            merged.flag(
                WRONG_VALUE,
                ref,
                message,
                merged.spans.find(ref, key),
                key,
                say("write {form}", form=_SHAPES[is_number].format(key)),
            )
        if key not in keys and "level" not in merged.open_kinds:
            near = merged.hints.nearest(key, keys)
            listed = ", ".join((*POLICY_KEYS, *NUMBERS))
            help = (
                say("did you mean `{near}`?", near=near)
                if near
                else say("the keys are {listed}, and the ids of levels", listed=listed)
            )
            merged.flag(
                UNKNOWN_KEY,
                ref,
                say("`{name}` is no key of the policy", name=clipped(key)),
                merged.spans.find(ref, key),
                key,
                help,
            )


def _check_rules(merged: Merged, framework: Framework) -> None:
    """Flag names of rules in `severity` and `per_path` that stand for none, or for faults of reading."""
    named = [("severity", name, name) for name in framework.severity]
    for path, settings in framework.per_path.items():
        named += [("per_path", f"{path}.ignore.{number}", name) for number, name in enumerate(settings.ignore)]
        named += [("per_path", f"{path}.severity.{name}", name) for name in settings.severity]
    for key, field, name in named:
        ref = section(key)
        if is_reading(name):
            message = say("`{name}` of `{key}` is a fault of reading, which keeps its severity", name=clipped(name), key=key)
            merged.flag(
                WRONG_VALUE, ref, message, merged.spans.find(ref, field), field, say("mend the files, and remove the name")
            )
        elif not is_rule(name, names()):
            near = merged.hints.nearest(name, names())
            help = say("did you mean `{near}`?", near=near) if near else say("`vitalfew explain --list` names the rules")
            message = say("`{key}` names the rule `{name}`, which does not exist", key=key, name=clipped(name))
            merged.flag(UNKNOWN_REFERENCE, ref, message, merged.spans.find(ref, field), field, help)


def _check_holidays(merged: Merged, framework: Framework) -> None:
    code = framework.calendar.holidays
    if not isinstance(code, str) or is_country(code):
        return
    country = code.partition("-")[0]
    known = codes(country)
    if code in known:
        return
    near = merged.hints.nearest(code, known) if known else None
    meant = [f"`{near}`"] if near else [f"`{each}` ({name})" for each, name in countries_named(country)] if not known else []
    help = (
        say("did you mean {names}?", names=several(meant[:3], say(" or "), say(" or ")))
        if meant
        else say("write a code such as `PT` or `DE-BY`, or a list of days")
    )
    ref = section("calendar")
    message = say("`holidays` of the calendar is `{code}`, whose holidays are not known", code=code)
    merged.flag(WRONG_VALUE, ref, message, merged.spans.find(ref, "holidays"), "holidays", help)


def _check_zone(merged: Merged, framework: Framework) -> None:
    zone = framework.calendar.timezone
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError where the name is that of a folder, or too long for one
        near = merged.hints.nearest(zone, available_timezones())
        help = say("did you mean `{near}`?", near=near) if near else say("write a name such as `Europe/Lisbon`")
        ref = section("calendar")
        message = say("`timezone` of the calendar is `{name}`, which is no time zone", name=clipped(zone))
        merged.flag(WRONG_VALUE, ref, message, merged.spans.find(ref, "timezone"), "timezone", help)
