"""What docs/api.md shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.api.app import routes
from vitalfew.web.app import make_app

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_each_example_is_answered(own: Workspace) -> None:
    """In their order, as curl sends them: a body makes it a POST."""
    lines = re.findall(r"^\$ curl -s (.+)$", PAGE, re.MULTILINE)
    assert len(lines) >= 9
    with TestClient(make_app(own), base_url="http://localhost:8787") as client:
        for line in lines:
            address, *rest = shlex.split(line)
            options = list(zip(rest[::2], rest[1::2], strict=True))
            headers = dict(each.split(": ", 1) for option, each in options if option == "-H")
            body = next((each for option, each in options if option == "-d"), None)
            answer = client.request("POST" if body else "GET", f"http://{address}", headers=headers, content=body)
            assert answer.status_code in ({200, 201} if body else {200}), (line, answer.text)
    own.store.close()


def test_every_resource_is_named() -> None:
    assert {f"`/{route.path.split('/')[1]}" for route in routes()} <= set(re.findall(r"`/[a-z]+", PAGE))
