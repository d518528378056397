"""The words that stand over columns, in English and German, and the field each of them names."""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["actual", "target"]

# Fields of KPIs, objectives and long tables, with what people call them; compared by `plain`.
SYNONYMS: dict[str, str] = {
    "id": "id | kpi id | key | code | kürzel | nr | no | kpi nr",
    "name": "name | kpi | kpis | kpi name | indicator | metric | measure | key performance indicator | kennzahl | "
    "kennzahlen | indikator | messgröße | messgrösse | bezeichnung | kpi bezeichnung | title | titel",
    "definition": "definition | description | beschreibung | what it is | what it measures",
    "because": "because | why it matters | why | rationale | reason | warum | begründung | relevanz | nutzen",
    "objective": "objective | objectives | strategic objective | goal | statement | strategisches ziel | unternehmensziel | "
    "objective statement | ziel statement | oberziel",
    "perspective": "perspective | bsc perspective | perspektive | area | bereich bsc",
    "org_unit": "department | org unit | team | function | business unit | abteilung | bereich | geschäftsbereich | "
    "organisationseinheit",
    "level": "level | tier | kpi level | ebene | stufe | hierarchieebene",
    "owner": "owner | kpi owner | responsible | accountable | verantwortlich | verantwortliche | verantwortlicher | "
    "verantwortliche r | verantwortung | zuständig | eigner | besitzer",
    "email": "owner e mail | owner email | e mail | email | mail | e mail verantwortlich | email owner",
    "reviewer": "reviewer | reviewed by | approver | prüfer | geprüft von | reviewer in",
    "unit": "unit | units | uom | unit of measure | einheit | maßeinheit | masseinheit | messeinheit",
    "direction": "direction | better | good direction | polarity | richtung | polarität | trend good | wirkrichtung",
    "every": "frequency | every | cadence | measured | interval | reporting frequency | frequenz | häufigkeit | intervall "
    "| turnus | messfrequenz | rhythmus",
    "timing": "leading lagging | leading or lagging | timing | lead lag | früh spätindikator | früh oder spätindikator | "
    "indikatortyp",
    "baseline": "baseline | baseline value | starting value | start value | ausgangswert | basiswert | startwert | basis",
    "baseline_date": "baseline date | baseline on | baseline as of | datum ausgangswert | basisdatum | stichtag",
    "target": "target | target value | goal value | ziel | zielwert | soll | sollwert | plan | planwert | vorgabe",
    "target_date": "target date | target by | by when | due | deadline | zieldatum | termin | bis | bis wann | fällig",
    "threshold": "threshold | red below | alarm | limit | minimum acceptable | lower limit | schwelle | schwellenwert | "
    "grenzwert | warnschwelle | alarmwert | rot ab",
    "source": "formula source note | formula | source | calculation | formula source | data source | formel | quelle | "
    "berechnung | datenquelle | formel quelle | berechnungsformel",
    "horizon": "horizon | until | target horizon | horizont | zeithorizont | zeitraum bis",
    "period": "period | date | month | week | quarter | year | day | datum | monat | woche | quartal | jahr | tag | periode "
    "| zeitraum | kw | periodenbeginn",
    "value": "value | actual | actual value | result | amount | ist | istwert | wert | ergebnis | current | current value "
    "| aktuell",
    "series": "actual target | type | series | ist soll | soll ist | plan ist | ist plan | art | datenart | value type | "
    "scenario | szenario",
    "comment": "comment | comments | note | notes | remark | remarks | kommentar | bemerkung | bemerkungen | anmerkung | notiz",
}
ROLES: dict[Role, str] = {
    "actual": "actual | actuals | ist | istwert | istwerte | ist werte | result | results | value | values | wert | werte",
    "target": "target | targets | soll | sollwert | sollwerte | ziel | ziele | zielwert | zielwerte | plan | planwert | "
    "planwerte | budget | goal | forecast target",
}
PERSPECTIVES: dict[str, str] = {
    "financial": "financial | finance | finances | finanzen | finanz | finanziell | finanzperspektive",
    "customer": "customer | customers | kunde | kunden | kundenperspektive | market | markt",
    "internal-process": "internal process | internal processes | process | processes | internal | operations | prozess | "
    "prozesse | interne prozesse | prozessperspektive | internal business process",
    "learning-and-growth": "learning and growth | learning growth | learning | growth | people | lernen und entwicklung | "
    "mitarbeiter | lernen entwicklung | potenziale | lern und entwicklungsperspektive | learning and development | employees",
}
DIRECTIONS: dict[str, str] = {
    "up": "up | higher | higher is better | increase | more is better | maximise | maximize | ↑ | steigend | höher | "
    "höher ist besser | hoch | mehr | auf | asc | maximieren",
    "down": "down | lower | lower is better | decrease | less is better | minimise | minimize | ↓ | sinkend | niedriger | "
    "tief | runter | ab | niedriger ist besser | weniger | desc | minimieren | fallend",
    "within": "within | range | between | band | bereich | korridor | innerhalb | zwischen",
}
LEVELS: dict[str, str] = {
    "company": "company | corporate | enterprise | executive | strategic | unternehmen | konzern | strategisch | 1 | "
    "tier 1 | ebene 1",
    "department": "department | functional | function | tactical | abteilung | bereich | funktion | taktisch | 2 | "
    "tier 2 | ebene 2",
    "operational": "operational | operations | team | operativ | 3 | tier 3 | ebene 3",
}
GRAINS: dict[str, str] = {
    "day": "day | daily | every day | tag | täglich | taeglich | d",
    "week": "week | weekly | every week | woche | wöchentlich | woechentlich | w",
    "month": "month | monthly | every month | monat | monatlich | m",
    "quarter": "quarter | quarterly | every quarter | quartal | quartalsweise | vierteljährlich | q",
    "year": "year | yearly | annual | annually | every year | jahr | jährlich | jaehrlich | y | a",
}
TIMINGS: dict[str, str] = {
    "leading": "leading | lead | frühindikator | früh | vorlaufend | driver",
    "lagging": "lagging | lag | spätindikator | spät | nachlaufend | outcome",
}
UNITS: dict[str, str] = {
    "%": "% | percent | pct | prozent | in % | v h | percentage",
    "EUR": "€ | eur | euro | euros | in € | in eur | in euro",
    "USD": "$ | usd | us$ | us dollar | dollars | dollar | in $ | in usd",
    "GBP": "£ | gbp | pound | pounds",
    "CHF": "chf | franken",
    "JPY": "¥ | jpy | yen",
}


def plain(text: str) -> str:
    """Strip a header of case, marks and what stands in brackets: `Owner e-mail * (optional)` is `owner e mail`."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text.casefold())
    return " ".join(re.sub(r"[^\w%€$£¥↑↓]+", " ", bare).replace("_", " ").split())


def _table(words: dict[str, str]) -> dict[str, str]:
    return {synonym.strip(): meaning for meaning, line in words.items() for synonym in line.split("|")}


_FIELD, _ROLE, _PERSPECTIVE = _table(SYNONYMS), _table({str(role): line for role, line in ROLES.items()}), _table(PERSPECTIVES)
_DIRECTION, _GRAIN, _TIMING, _UNIT = _table(DIRECTIONS), _table(GRAINS), _table(TIMINGS), _table(UNITS)
_LEVEL = _table(LEVELS)


def field_of(text: str) -> str | None:
    """Give the field that a header names."""
    return _FIELD.get(plain(text))


def role_of(text: str) -> Role | None:
    """Tell whether words speak of actuals or of targets: the whole text, else exactly one of its words."""
    words = plain(text)
    found = {_ROLE[word] for word in (words, *words.split()) if word in _ROLE}
    if len(found) != 1:
        return None
    return "actual" if "actual" in found else "target"


def without_role(text: str) -> str:
    """Take the words for actual and target out of a header: `Target Jan 2026` is `Jan 2026`."""
    return " ".join(word for word in text.split() if plain(word) not in _ROLE or not plain(word)).strip(" -:/")


def perspective_of(text: str) -> str | None:
    """Give the perspective of the balanced scorecard that a text names."""
    return _PERSPECTIVE.get(plain(text))


def direction_of(text: str) -> str | None:
    """Read the good direction."""
    return _DIRECTION.get(plain(text))


def grain_word(text: str) -> str | None:
    """Read how often something is measured."""
    return _GRAIN.get(plain(text))


def timing_of(text: str) -> str | None:
    """Read whether a KPI leads or lags."""
    return _TIMING.get(plain(text))


def level_of(text: str) -> str | None:
    """Read the level of the organisation, as the preset `executive` names it."""
    return _LEVEL.get(plain(text))


def unit_of(text: str) -> str:
    """Give the unit as Vitalfew writes it: currencies by code, percent as `%`, others as they stand."""
    return _UNIT.get(" ".join(text.casefold().split())) or _UNIT.get(plain(text)) or " ".join(text.split())
