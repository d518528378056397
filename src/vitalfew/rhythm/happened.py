"""What has happened that asks for another look at the KPIs: from revisions, verdicts and what the data say of leaders (FUT-3).

A strategy that turned stays an event after it became a revision, until what it asks for is done: what is there is held against
the last revision that said it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vitalfew.draft.event import Event, events, revised
from vitalfew.insight.lead import Lead
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Verdict
from vitalfew.rhythm.governed import framework_of
from vitalfew.store.database import Store
from vitalfew.store.revisions import files, revisions

LOOK_BACK = 24
"""How many revisions are looked at for one that said the strategy otherwise."""
_STRATEGIC = re.compile(rb"^\s*[\"']?(?:objectives|org_units)[\"']?\s*:", re.MULTILINE)


def happened(
    store: Store | None,
    framework: Framework,
    *,
    since: int | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
    leads: Sequence[Lead] = (),
) -> tuple[Event, ...]:
    """Give the events of a framework since a revision, else since the one before its strategy turned last.

    Raises UnknownName where there is no such revision. Verdicts and leads are those that the viewer may see.
    """
    before = None
    if store is not None:
        before = _before(store, framework) if since is None else framework_of(store, since)
    return events(framework, before=before, verdicts=verdicts, leads=leads)


def _before(store: Store, framework: Framework) -> Framework | None:
    """Give the newest framework whose strategy is another one; None where none of the last revisions has one."""
    seen: set[tuple[bytes, ...]] = set()
    with store.reading() as transaction:
        for each in reversed(revisions(transaction, last=LOOK_BACK)):
            texts = files(transaction, each.number)
            said = tuple(text for text in texts.values() if _STRATEGIC.search(text))
            if said in seen:
                continue
            seen.add(said)
            was = load_texts(texts).framework
            if next(revised(was, framework), None):
                return was
    return None
