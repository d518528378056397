"""Words of the file format and counts that stand in sentences, as people read them, so that they can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vitalfew.base.said import Said, say, say_count

WORDS: Mapping[str, Said] = {
    str(each): each
    for each in (
        say("up"),
        say("down"),
        say("within"),
        say("above"),
        say("below"),
        say("day"),
        say("week"),
        say("month"),
        say("quarter"),
        say("year"),
        say("daily"),
        say("weekly"),
        say("monthly"),
        say("quarterly"),
        say("yearly"),
        say("short"),
        say("long"),
        say("draft"),
        say("live"),
        say("paused"),
        say("retired"),
        say("planned"),
        say("running"),
        say("done"),
        say("stopped"),
        say("target"),
        say("threshold"),
        say("baseline"),
        say("objective"),
        say("cycle"),
        say("error"),
        say("warning"),
        say("info"),
        say("added"),
        say("removed"),
        say("changed"),
        say("green"),
        say("amber"),
        say("red"),
        say("leading"),
        say("lagging"),
        say("better"),
        say("late"),
        say("no data"),
        say("no target"),
        say("no value"),
        say("private"),
        say("stale"),
        say("stale red"),
        say("worse"),
        say("absence"),
        say("action"),
        say("agreement"),
        say("approval"),
        say("calibration"),
        say("comment"),
        say("commentary"),
        say("decision"),
        say("digest"),
        say("edition"),
        say("escalation"),
        say("feed"),
        say("lesson"),
        say("note"),
        say("phantom"),
        say("proposal"),
        say("recall"),
        say("restatement"),
        say("review"),
        say("watch"),
        say("accepted"),
        say("acknowledged"),
        say("agreed"),
        say("answered"),
        say("applied"),
        say("approved"),
        say("asked"),
        say("cancelled"),
        say("closed"),
        say("dismissed"),
        say("dropped"),
        say("ended"),
        say("given"),
        say("gone"),
        say("held"),
        say("in-session"),
        say("kept"),
        say("lapsed"),
        say("locked"),
        say("merged"),
        say("missed"),
        say("open"),
        say("proposed"),
        say("raised"),
        say("recovered"),
        say("resolved"),
        say("returned"),
        say("reversed"),
        say("said"),
        say("snoozed"),
        say("stated"),
        say("told"),
        say("withdrawn"),
        say("owner"),
        say("reviewer"),
        say("head"),
        say("structure owner"),
        say("definition"),
        say("formula"),
        say("structure"),
        say("analysis"),
        say("next step"),
        say("update"),
        say("return"),
        say("withdraw"),
        say("account"),
        say("engine"),
        say("token"),
        say("role"),
        say("revision"),
        say("form"),
        say("language"),
        say("order"),
        say("rule"),
        say("organisation unit"),
        say("kind of import"),
        say("KPI of the review"),
        say("page of the documentation"),
        say("thing to hand over"),
    )
}
COUNTS: Mapping[str, Callable[[int], str]] = {
    "KPI": lambda n: say_count("{n} KPI", "{n} KPIs", n),
    "objective": lambda n: say_count("{n} objective", "{n} objectives", n),
    "key result": lambda n: say_count("{n} key result", "{n} key results", n),
    "minute": lambda n: say_count("{n} minute", "{n} minutes", n),
    "hour": lambda n: say_count("{n} hour", "{n} hours", n),
    "business hour": lambda n: say_count("{n} business hour", "{n} business hours", n),
    "day": lambda n: say_count("{n} day", "{n} days", n),
    "business day": lambda n: say_count("{n} business day", "{n} business days", n),
    "week": lambda n: say_count("{n} week", "{n} weeks", n),
    "month": lambda n: say_count("{n} month", "{n} months", n),
    "quarter": lambda n: say_count("{n} quarter", "{n} quarters", n),
    "year": lambda n: say_count("{n} year", "{n} years", n),
}

NOUNS: Mapping[str, tuple[Said, Said]] = {
    "perspective": (say("perspective"), say("perspectives")),
    "theme": (say("theme"), say("themes")),
    "level": (say("level"), say("levels")),
    "org_unit": (say("org unit"), say("org units")),
    "person": (say("person"), say("people")),
    "stakeholder": (say("stakeholder"), say("stakeholders")),
    "value_stream": (say("value stream"), say("value streams")),
    "driver": (say("driver"), say("drivers")),
    "success_factor": (say("success factor"), say("success factors")),
    "assumption": (say("assumption"), say("assumptions")),
    "objective": (say("objective"), say("objectives")),
    "cycle": (say("cycle"), say("cycles")),
    "key_result": (say("key result"), say("key results")),
    "source": (say("source"), say("sources")),
    "measure": (say("measure"), say("measures")),
    "kpi": (say("KPI"), say("KPIs")),
    "initiative": (say("initiative"), say("initiatives")),
    "cadence": (say("cadence"), say("cadences")),
    "ladder": (say("ladder"), say("ladders")),
    "phase": (say("phase"), say("phases")),
    "publication": (say("publication"), say("publications")),
    "preset": (say("preset"), say("presets")),
    "organization": (say("organization"), say("organization")),
    "strategy": (say("strategy"), say("strategy")),
    "calendar": (say("calendar"), say("calendar")),
    "signals": (say("signals"), say("signals")),
    "governance": (say("governance"), say("governance")),
    "publishing": (say("publishing"), say("publishing")),
    "policy": (say("policy"), say("policies")),
    "severity": (say("severity"), say("severity")),
}
"""Kinds of nouns and sections of a framework, one and several."""


def word(text: str) -> str:
    """Say a word that a field of a file holds; any other text is given back as it stands.

    >>> word("weekly"), word("our own")
    ('weekly', 'our own')
    """
    return WORDS.get(text, text)


def count_of(n: int, noun: str) -> str:
    """Say a count of what `COUNTS` names.

    >>> count_of(1, "KPI"), count_of(3, "KPI")
    ('1 KPI', '3 KPIs')
    """
    return COUNTS[noun](n)


def noun_word(kind: str, n: int = 1) -> str:
    """Say what kind of noun something is, or several of them.

    >>> noun_word("kpi"), noun_word("key_result", 2)
    ('KPI', 'key results')
    """
    plain = kind.replace("_", " ")
    return NOUNS.get(kind, (plain, f"{plain}s"))[n != 1]


def duration(text: str) -> str:
    """Say a duration that a file holds, such as `3 business days`; any other text is given back as it stands."""
    amount, _, unit = text.partition(" ")
    count = COUNTS.get(unit.removesuffix("s"))
    said = count(int(amount)) if count and amount.isdecimal() and amount.isascii() else text
    return said if said == text else text
