"""The long proofs: what each runs, and the code that its figures are about.

A bench prints one JSON object; anything else is a run of pytest, of which its report is the evidence.
"""

from __future__ import annotations

from typing import NamedTuple

JUDGED = ("src/vitalfew/judge", "src/vitalfew/base/period.py", "bench/judge.py", "bench/portfolio.py")
MEASURED = ("src/vitalfew/measure", "src/vitalfew/sources")
CHECKED = ("src/vitalfew/load", "src/vitalfew/model", "src/vitalfew/rules", "src/vitalfew/text")

AUDITED = (*CHECKED, "src/vitalfew/cli/check.py", "bench/audit.py")


class Proof(NamedTuple):
    """What is run (arguments of Python), under which settings, the folders and files it is about, and a word on it."""

    command: str
    covers: tuple[str, ...]
    about: str = ""
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def bench(self) -> str | None:
        """The bench that is run; None where tests are."""
        words = self.command.split()
        return words[2] if words[:2] == ["-m", "bench"] else None


PROOFS: dict[str, Proof] = {
    "audit-0.1": Proof("-m bench audit --share 0.1", AUDITED),
    "audit-1.0": Proof("-m bench audit --share 1.0", AUDITED),
    "check": Proof("-m bench check", (*CHECKED, "bench/check.py", "bench/frameworks.py")),
    "start": Proof("-m bench start", ("src/vitalfew", "bench/start.py")),
    "scorecard": Proof("-m bench scorecard", ("src/vitalfew/judge", "bench/scorecard.py", "bench/frameworks.py")),
    "judge-0.1": Proof("-m bench judge --share 0.1", JUDGED),
    "judge-1.0": Proof("-m bench judge --share 1.0", JUDGED),
    "judge-3.0": Proof("-m bench judge --share 3.0", JUDGED),
    "signal": Proof("-m bench signal", ("src/vitalfew/judge", "bench/signal.py")),
    "forecast": Proof("-m bench forecast", ("src/vitalfew/judge/series", "bench/forecast.py")),
    "measure": Proof("-m bench measure", (*MEASURED, "bench/measure.py")),
    "increment": Proof("-m bench increment", (*MEASURED, "src/vitalfew/store", "bench/increment.py")),
    "crash": Proof(
        "-m bench crash",
        ("src/vitalfew/store", "src/vitalfew/rhythm", "bench/crash.py", "bench/upheaval.py", "bench/receiver.py"),
    ),
    "kill": Proof("-m bench kill", (*MEASURED, "src/vitalfew/store", "bench/kill.py")),
    "peers": Proof("-m bench peers", (*MEASURED, "src/vitalfew/judge", "src/vitalfew/store", "bench/peers.py", "bench/rival.py")),
    "store": Proof(
        "-m bench store", ("src/vitalfew/store", "src/vitalfew/judge", "bench/store.py", "bench/server.py", "bench/frameworks.py")
    ),
    "web": Proof(
        "-m bench web",
        (
            "src/vitalfew/web",
            "src/vitalfew/figures",
            "src/vitalfew/judge",
            "bench/web.py",
            "bench/bare.py",
            "bench/frameworks.py",
        ),
    ),
    "publish": Proof(
        "-m bench publish",
        (
            "src/vitalfew/formats",
            "src/vitalfew/reports",
            "src/vitalfew/publication.py",
            "bench/publish.py",
            "bench/frameworks.py",
        ),
    ),
    "load": Proof(
        "-m bench load",
        ("src/vitalfew/web", "src/vitalfew/api", "src/vitalfew/store", "bench/load.py", "bench/load_users.py", "bench/server.py"),
    ),
    "against": Proof("-m bench against", ("src/vitalfew/insight", "bench/against.py", "bench/linked.py")),
    "effects": Proof("-m bench effects", ("src/vitalfew/insight", "bench/effects.py", "bench/linked.py")),
    "missed": Proof(
        "-m bench missed",
        (
            "src/vitalfew/insight/missed.py",
            "src/vitalfew/insight/lever.py",
            "src/vitalfew/rhythm/missing.py",
            "src/vitalfew/judge/series",
            "bench/missed.py",
        ),
    ),
    "ahead": Proof("-m bench ahead", ("src/vitalfew/insight", "bench/ahead.py", "bench/linked.py")),
    "granger": Proof("-m bench granger", ("src/vitalfew/insight", "bench/granger.py", "bench/linked.py", "tests/real/macrodata")),
    "links": Proof("-m bench links", ("src/vitalfew/insight", "bench/links.py", "bench/linked.py", "bench/insight.py")),
    "insight": Proof(
        "-m bench insight",
        ("src/vitalfew/insight", "src/vitalfew/text", "bench/insight.py"),
    ),
    "contract": Proof("-m bench contract", ("src/vitalfew/api", "bench/contract.py")),
    "draft": Proof("-m bench draft", ("src/vitalfew/draft", "src/vitalfew/catalog", "src/vitalfew/text", "bench/draft.py")),
    "fit": Proof(
        "-m bench fit", ("src/vitalfew/insight", "src/vitalfew/text", "src/vitalfew/catalog", "bench/fit.py", "bench/bands.py")
    ),
    "tensions": Proof(
        "-m bench tensions",
        (
            "src/vitalfew/insight/tension.py",
            "src/vitalfew/catalog",
            "src/vitalfew/text",
            "tests/insight/conflicts.csv",
            "bench/tensions.py",
        ),
    ),
    "text": Proof("-m bench text", ("src/vitalfew/text", "src/vitalfew/catalog", "bench/text.py", "tests/text/pairs.csv")),
    "words": Proof("-m bench words", ("src/vitalfew/text", "bench/words.py")),
    "year": Proof("-m bench year", ("src/vitalfew/rhythm", "bench/year.py", "bench/year_people.py", "bench/year_plants.py")),
    "office": Proof(
        "-m bench office",
        ("src/vitalfew/formats", "src/vitalfew/reports", "bench/office.py"),
        "LibreOffice opens every document of the demo and shows every heading; `lost` counts those that it does not.",
    ),
    "engines": Proof(
        "-m pytest tests/engines",
        ("src/vitalfew/measure", "src/vitalfew/sources", "src/vitalfew/judge", "tests/engines"),
        "The same values and verdicts on every engine, the SQL of each dialect as accepted, and the battery of operations.",
        (("VITALFEW_MUST_RUN", "1"),),
    ),
    "fuzz": Proof(
        "-m pytest tests/test_fuzz.py",
        (*CHECKED, "src/vitalfew/base", "tests/test_fuzz.py"),
        "Five thousand spoilt workspaces for each law: `check` ends in findings and never in a traceback.",
        (("VITALFEW_FUZZ", "5000"),),
    ),
    "again": Proof(
        "-m pytest tests/measure/test_measure_again.py",
        (*MEASURED, "src/vitalfew/store", "tests/measure/test_measure_again.py"),
        "What is measured again is what a full measure gives: 200 random histories of appended, late, edited and removed rows.",
        (("VITALFEW_AGAIN", "200"),),
    ),
    "relevance": Proof(
        "-m pytest tests/draft/test_draft_relevance.py",
        ("src/vitalfew/draft", "src/vitalfew/catalog", "src/vitalfew/text", "tests/draft/judgements.csv"),
        "The KPIs that a draft chooses for seventy labelled objectives reach a precision of 0.8 on either half.",
        (("VITALFEW_DRAFTS", "all"),),
    ),
    "briefs": Proof(
        "-m pytest tests/draft/test_draft_briefs.py",
        (
            "src/vitalfew/draft",
            "src/vitalfew/catalog",
            "src/vitalfew/rules",
            "tests/draft/briefs",
            "tests/draft/test_draft_briefs.py",
        ),
        "Twenty briefs, each drafted twice by meaning: no error and no warning, all counts held, each goal traced.",
        (("VITALFEW_DRAFTS", "all"),),
    ),
}
