"""Objectives that are undertakings (STR-3): they open with a verb of doing, and no result follows."""

from __future__ import annotations

from vitalfew.base.said import say
from vitalfew.text.activity import is_on_time
from vitalfew.text.phrase import Guess, Words, as_written, has_any, word_set, words

MUST_DO = word_set(
    """
    implement install deploy migrate organise organize roll hire recruit appoint digitise digitize digitalise digitalize
    automate rebrand relaunch restructure reorganise reorganize renovate refurbish redevelop undertake
    evaluate examine assess explore investigate revisit select convene track pilot disseminate
    """
)
"""Verbs that name work whatever their object."""

MAY_DO = word_set(
    """
    build create develop launch introduce establish design redesign upgrade adopt complete replace buy purchase procure
    obtain write draft document define finalise finalize publish update modernise modernize standardise standardize
    conduct review prepare ship consolidate construct form compile produce
    """
)
"""Verbs that name work where their object is a tool or a project."""

SERVE = word_set("provide deliver run hold offer host facilitate")
"""Verbs that may also tell of what an organisation is for: work where their object is held once and done with."""

OR_NOUN = word_set("launch review update test plan document survey study map research audit benchmark inventory")
"""Verbs that are nouns as well: work where an article follows, whatever the object."""

ARTICLES = word_set("the a an our its all new their")

TEACH = word_set("train retrain upskill educate")
COLLEAGUES = word_set("employee staff team people manager colleague worker user everybody everyone leader")
"""Teaching one's own people is work; teaching may also be what an organisation is for."""

STARTS = frozenset({("set", "up"), ("go", "live"), ("going", "live"), ("carry", "out"), ("carrying", "out")})

WORK = word_set("implementation installation deployment migration introduction launch rollout upgrade redesign dissemination")
"""Nouns that name work: before `of`, or as the last word."""

MAKING = word_set("development creation establishment completion preparation adoption formulation")
"""Nouns that name work where a tool or a project follows `of`."""

TOOLS = word_set(
    """
    system platform tool software crm erp mes hris app application portal website intranet dashboard database warehouse
    programme program project plan process procedure policy framework training workshop course campaign initiative
    committee module scorecard handbook manual roadmap report strategy survey meeting certification equipment guideline kpi
    kpis indicator demo prototype pilot template toolkit catalogue catalog governance infrastructure mode onboarding method
    mechanism role assessment ordinance schedule calendar checklist inventory register directory brochure leaflet newsletter
    study analysis budget council forum hub lab laboratory center centre facility
    """
)

HELD = word_set(
    """
    training workshop course class seminar webinar session meeting survey campaign report programme program project
    crm erp mes hris website intranet dashboard portal
    """
)

PROOF = word_set("certification accreditation iso soc")
"""What is shown on a wall once it is reached."""

TO_AN_END = word_set(
    """
    raise increase grow reduce cut halve double triple improve lower shorten keep retain win turn become reach earn save
    lift gain so until than above below achieve outcome target conversion minimise minimize maximise maximize %
    best most leading preferred trusted every each
    """
)
"""Words with which a result follows."""

OPENINGS = word_set("to we will must shall the continue continually ensure support successfully fully and")


def undertaking(statement: str) -> Guess | None:
    """Guess whether an objective is worded as something to do.

    >>> undertaking("Implement a CRM system").words
    '“Implement a CRM system”'
    >>> undertaking("Open three shops without growing head office") is None
    True
    """
    said = words(statement)
    first = next((place for place, word in enumerate(said) if word not in OPENINGS), len(said))
    core = said[first:]
    if not core or has_any(core[1:], TO_AN_END) or is_on_time(core) or not _is_work((_verb(core[0]), *core[1:])):
        return None
    return Guess(as_written(statement, first, first + min(len(core), 4)), say("which can be finished while nothing gets better"))


def _verb(word: str) -> str:
    """Give the verb that a form in -ing is of, where it is a verb of work."""
    stem = word.removesuffix("ing")
    known = MUST_DO | MAY_DO | SERVE | TEACH
    return next((verb for verb in (stem, f"{stem}e", stem[:-1]) if stem != word and verb in known), word)


def _is_work(core: Words) -> bool:
    opens = core[0] in MUST_DO or core[:2] in STARTS or (core[0] in OR_NOUN and has_any(core[1:2], ARTICLES))
    makes = (core[0] in MAY_DO and has_any(core[1:], TOOLS)) or (core[0] in SERVE and has_any(core[1:], HELD))
    proves = core[0] in {"achieve", "attain", "obtain"} and has_any(core[1:], PROOF)
    teaches = core[0] in TEACH and has_any(core[1:], COLLEAGUES)
    names = core[0] in WORK and core[1:2] in {("of",), ("to",)}
    plans = core[0] in MAKING and core[1:2] == ("of",) and has_any(core[2:], TOOLS)
    return opens or makes or proves or teaches or names or plans or _is_means(core) or (len(core) < 5 and core[-1] in WORK)


def _is_means(core: Words) -> bool:
    """Tell whether work is named as the way, “… through the development of a plan”, and not as that to a result."""
    work = WORK | MAKING
    ways = (core[at + 2] for at in range(len(core) - 3) if core[at : at + 2] == ("through", "the") and core[at + 3] == "of")
    return core[0] not in TO_AN_END and any(way in work for way in ways)
