"""The faults of reading: what is wrong with the files themselves, before any rule judges what they say."""

from __future__ import annotations

from vitalfew.base.finding import Severity, Smell


def _smell(code: str, slug: str, help: str, severity: Severity = "error") -> Smell:
    return Smell(code, slug, severity, help, room="load")


UNREADABLE_FILE = _smell("FIL001", "unreadable-file", "save the file as plain text in UTF-8")
BROKEN_YAML = _smell("FIL002", "broken-yaml", "mend the line; nothing of this file could be read")
OVERSIZED_FILE = _smell("FIL003", "oversized-file", "split it into several files under `framework/`; all of them are merged")
EMPTY_FILE = _smell("FIL004", "empty-file", "write something into it or delete it", "info")
EMPTY_FRAMEWORK = _smell("FIL005", "empty-framework", "write a file such as `framework/main.yaml`, or run `vitalfew init`")
WRONG_SHAPE = _smell("FIL006", "wrong-shape", "`vitalfew schema` shows the shape of every part")
UNKNOWN_KEY = _smell("FIL007", "unknown-key", "`vitalfew schema` lists the keys that exist")
DOUBLED_KEY = _smell("FIL008", "doubled-key", "keep one of the two")
UNKNOWN_TAG = _smell("FIL009", "unknown-tag", "remove the tag; text, numbers, lists and mappings need none")
WRONG_VALUE = _smell("FIL010", "wrong-value", "`vitalfew schema` says what belongs here")
MISSING_KEY = _smell("FIL011", "missing-key", "write the key")
WRONG_ID = _smell("FIL012", "wrong-id", "write an `id` of small letters, digits and hyphens that begins with a letter")
DOUBLED_ID = _smell("FIL013", "doubled-id", "rename one of the two; until then the first one counts")
UNKNOWN_REFERENCE = _smell("FIL014", "unknown-reference", "declare it, or name one that is declared")
UNREADABLE_FORMULA = _smell(
    "FIL015", "unreadable-formula", "write arithmetic over measure ids: + - * / ( ), nullif, abs, min, max"
)
UNEXPLAINED_SILENCE = _smell(
    "FIL016",
    "unexplained-silence",
    "write `# vitalfew: allow RULE — the reason`; without a reason nothing is silenced",
    "warning",
)
EXPIRED_SILENCE = _smell("FIL017", "expired-silence", "mend what it hides, or give a later date with the reason", "warning")
IDLE_SILENCE = _smell("FIL018", "idle-silence", "remove the comment", "warning")
UNKNOWN_SILENCE = _smell("FIL019", "unknown-silence", "write `# vitalfew: allow RULE — the reason`", "warning")

SMELLS: tuple[Smell, ...] = tuple(each for each in dict(globals()).values() if isinstance(each, Smell))
