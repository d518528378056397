"""A text that knows how it was said goes wherever a text goes: into files, databases, tables and records."""

from __future__ import annotations

import copy
import json
import pickle
import sqlite3

import duckdb
import psycopg.adapt
import pyarrow as pa
import pytest
from pydantic import BaseModel

from vitalfew.base.quantity import format_value
from vitalfew.base.said import say, several
from vitalfew.exchange.emit import yaml_file

TEXTS = [say("KPI `{kpi}` has no owner", kpi="churn"), several([say("one"), "two"]), format_value(3.5, "EUR")]


class Note(BaseModel):
    """A record with a text."""

    text: str


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: type(text).__name__)
def test_it_is_a_text_wherever_texts_go(text: str) -> None:
    plain = "".join(text)
    assert json.loads(json.dumps({"text": text})) == {"text": plain}
    assert sqlite3.connect(":memory:").execute("select ?", (text,)).fetchone() == (plain,)
    assert duckdb.execute("select ?", [text]).fetchone() == (plain,)
    assert pa.table({"text": [text, "x"]}).column("text").to_pylist() == [plain, "x"]
    assert bytes(psycopg.adapt.Transformer().get_dumper(text, psycopg.adapt.PyFormat.AUTO).dump(text) or b"").decode() == plain
    assert json.loads(Note(text=text).model_dump_json()) == {"text": plain}
    assert plain in yaml_file("", {"note": {"text": text}})
    for again in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):  # noqa: S301  # our own bytes
        assert (type(again), again) == (type(text), text)
