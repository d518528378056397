"""A visitor who went away before an answer is no fault of ours, and a server that stays looks for garbage as it should."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from vitalfew import Workspace
from vitalfew.base.garbage import ALLOCATIONS, collect_often
from vitalfew.web.app import make_app


async def gone() -> MutableMapping[str, Any]:
    return {"type": "http.disconnect"}


def test_whoever_went_away_is_answered_by_nothing_and_is_no_fault(workspace: Workspace) -> None:
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/static/style.css"}
    more = {"query_string": b"", "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1), "server": ("localhost", 80)}
    with ThreadPoolExecutor(1) as other:  # in this one a browser's loop may run
        other.submit(lambda: asyncio.run(make_app(workspace)({**scope, **more}, gone, send))).result()
    workspace.store.close()
    assert sent == []


def test_a_process_that_stays_looks_for_garbage_often_but_not_at_what_it_began_with() -> None:
    before = gc.get_threshold()
    try:
        collect_often()
        assert (gc.get_threshold()[0], gc.get_freeze_count() > 10_000) == (ALLOCATIONS, True)
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
