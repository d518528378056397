from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_the_schema_is_json_and_knows_the_nouns(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert {"kpis", "objectives", "people"} <= set(schema["properties"])
