"""A brief or a strategy paper that was sent: what was found in it and where, to be taken over or not."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitalfew.base.errors import PaperUnreadable, Refused
from vitalfew.base.said import say, several
from vitalfew.draft.answers import LISTS, NEEDED
from vitalfew.draft.brief import Brief
from vitalfew.web.pages._draft_fields import LABELS
from vitalfew.web.pages._draft_shown import BANDS
from vitalfew.web.pages._drafting import POLICY, keep_one, kept_one, see_seldom
from vitalfew.web.visit import Visit

MOST = 120
"""How many things that were found are shown; each has three fields, and a form has an end."""
BELOW = "objectives"
"""The key of what stands below the goals of a paper."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that was found: under which question, what it says, where; and how sure that is."""

    number: int
    key: str
    label: str
    text: str
    place: str
    under: str
    word: str
    tone: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What was found in a file of a name; `missed` are the questions that nothing was found for."""

    address: str
    name: str
    rows: tuple[Row, ...]
    left: int
    missed: str
    notices: tuple[str, ...]


def taken_in(visit: Visit, name: str, content: bytes, typed: Mapping[str, str]) -> dict[str, str]:
    """Read what was sent, from a folder of its own that goes with it; gives where to go on. What was `typed` stays beside it.

    Raises PaperUnreadable, ExtraMissing, and Refused where it is a brief that cannot be read.
    """
    from vitalfew.draft.read import read_brief  # noqa: PLC0415  # readers of papers load late

    see_seldom(visit)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"paper{Path(name).suffix.lower()[:12]}"
        file.write_bytes(content)
        try:
            read = read_brief(file)
        except PaperUnreadable as error:
            raise _renamed(error, name) from error
    if not read.found:
        texts = _texts(read.answers)
        if not texts:
            first = read.findings[0] if read.findings else None
            raise Refused(
                first.message if first else say("nothing was found in `{name}`", name=name),
                first.help if first else say("answer the questions yourself"),
            )
        return {"of": keep_one(visit, {**typed, **texts})}
    rows = [[each.key, each.text, str(each.place), each.band, each.under] for each in read.found]
    notices = [str(each) for each in read.notices]
    return {"paper": keep_one(visit, {"paper": name[:200], "found": rows, "notices": notices, "answers": dict(typed)})}


def _renamed(error: PaperUnreadable, name: str) -> PaperUnreadable:
    """Say it of the file as it was called, not of where it was read."""
    facts: Mapping[str, Any] = getattr(error.words, "facts", {})
    return PaperUnreadable(Path(name), facts.get("why", ""), error.help)


def _texts(answers: Mapping[str, Any]) -> dict[str, str]:
    """Write the answers of a brief as a form has them."""
    texts: dict[str, str] = {}
    for key, value in answers.items():
        if key == "policy" and isinstance(value, Mapping):
            texts |= {
                f"{POLICY}{name}": str(each["max"]) for name, each in value.items() if isinstance(each, Mapping) and "max" in each
            }
        elif key in Brief.model_fields and value is not None and not isinstance(value, Mapping):
            texts[key] = "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return texts


def kept_paper(visit: Visit, address: str) -> dict[str, Any] | None:
    """Give what was found in a paper, by its address."""
    found = kept_one(visit, address)
    return found if found and "found" in found else None


def shown(address: str, kept: Mapping[str, Any], form: Mapping[str, str]) -> Shown:
    """Show what was found, as it was edited where the form was sent."""
    rows = tuple(_rows(kept["found"], kept["answers"], form))
    there = {each.key for each in rows} | kept["answers"].keys()
    return Shown(
        address,
        kept["paper"],
        rows[:MOST],
        max(0, len(rows) - MOST),
        several([label for key, label in LABELS.items() if key in NEEDED and key not in there], " "),
        tuple(kept["notices"]),
    )


def _rows(found: list[list[str]], typed: Mapping[str, str], form: Mapping[str, str]) -> Iterator[Row]:
    for number, (key, text, place, band, under) in enumerate(found):
        word, tone = next((said for name, said in BANDS.items() if name == band), BANDS["weak"])
        label = say("Below the goals") if key == BELOW else LABELS.get(key, key)
        is_free = key in LISTS or key not in typed
        is_taken = bool(form.get(f"take.{number}")) if form else is_free and key != BELOW and band != "weak"
        yield Row(number, key, label, form.get(f"text.{number}", text), place, under, word, tone, is_taken)


def ticked_answers(form: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Put what was ticked of a paper to what was typed; of a question with one answer the first that is ticked counts."""
    texts: dict[str, str] = {}
    for number in range(MOST):
        key, text = form.get(f"key.{number}", ""), form.get(f"text.{number}", "").strip()
        key = "goals" if key == BELOW else key
        if not form.get(f"take.{number}") or key not in Brief.model_fields or not text:
            continue
        if key in LISTS:
            texts[key] = "\n".join(filter(None, [texts.get(key, typed.get(key, "")), " ".join(text.split())]))
        else:
            texts.setdefault(key, text)
    if not texts:
        raise Refused(say("nothing was ticked"), say("tick what is to be taken over, or answer the questions yourself"))
    return {**typed, **texts}
