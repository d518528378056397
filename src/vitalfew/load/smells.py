"""The faults of reading: what is wrong with the files themselves, before any rule judges what they say."""

from __future__ import annotations

from vitalfew.base.finding import Severity, Smell
from vitalfew.base.said import say


def _smell(code: str, slug: str, help: str, severity: Severity = "error") -> Smell:
    return Smell(code, slug, severity, help, room="load")


UNREADABLE_FILE = _smell("FIL001", "unreadable-file", say("save the file as plain text in UTF-8"))
BROKEN_YAML = _smell("FIL002", "broken-yaml", say("mend the line; nothing of this file could be read"))
OVERSIZED_FILE = _smell("FIL003", "oversized-file", say("split it into several files under `framework/`; all of them are merged"))
EMPTY_FILE = _smell("FIL004", "empty-file", say("write something into it or delete it"), "info")
EMPTY_FRAMEWORK = _smell("FIL005", "empty-framework", say("write a file such as `framework/main.yaml`, or run `vitalfew init`"))
WRONG_SHAPE = _smell("FIL006", "wrong-shape", say("`vitalfew schema` shows the shape of every part"))
UNKNOWN_KEY = _smell("FIL007", "unknown-key", say("`vitalfew schema` lists the keys that exist"))
DOUBLED_KEY = _smell("FIL008", "doubled-key", say("keep one of the two"))
UNKNOWN_TAG = _smell("FIL009", "unknown-tag", say("remove the tag; text, numbers, lists and mappings need none"))
WRONG_VALUE = _smell("FIL010", "wrong-value", say("`vitalfew schema` says what belongs here"))
MISSING_KEY = _smell("FIL011", "missing-key", say("write the key"))
WRONG_ID = _smell("FIL012", "wrong-id", say("write an `id` of small letters, digits and hyphens that begins with a letter"))
DOUBLED_ID = _smell("FIL013", "doubled-id", say("rename one of the two; until then the first one counts"))
UNKNOWN_REFERENCE = _smell("FIL014", "unknown-reference", say("declare it, or name one that is declared"))
UNREADABLE_FORMULA = _smell(
    "FIL015", "unreadable-formula", say("write arithmetic over measure ids: + - * / ( ), nullif, abs, min, max")
)
UNEXPLAINED_SILENCE = _smell(
    "FIL016",
    "unexplained-silence",
    say("write `# vitalfew: allow RULE — the reason`; without a reason nothing is silenced"),
    "warning",
)
EXPIRED_SILENCE = _smell("FIL017", "expired-silence", say("mend what it hides, or give a later date with the reason"), "warning")
IDLE_SILENCE = _smell("FIL018", "idle-silence", say("remove the comment"), "warning")
UNKNOWN_SILENCE = _smell("FIL019", "unknown-silence", say("write `# vitalfew: allow RULE — the reason`"), "warning")
UNUSABLE_FILE = _smell(
    "FIL020",
    "unusable-file",
    say("put a logo as PNG or SVG there, a font as TTF or OTF, or take the line out; till then nothing is published"),
)

SMELLS: tuple[Smell, ...] = tuple(each for each in dict(globals()).values() if isinstance(each, Smell))
