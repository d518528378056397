"""YAML into plain data: the values of YAML 1.2's core, bounds that hold, and a place for everything."""

from __future__ import annotations

import math
import time

import pytest
import yaml

from vitalfew.load import tree
from vitalfew.load.read import load_texts
from vitalfew.load.tree import MOST_ALIASES, MOST_DEPTH, read_tree

LOADERS = [tree.LOADER, yaml.SafeLoader]


def value(text: str) -> object:
    [top] = read_tree(f"key: {text}\n", "f").documents
    return top["key"]


@pytest.fixture(params=LOADERS, ids=["libyaml", "pure Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with libyaml, and without it as where PyYAML was built alone."""
    monkeypatch.setattr(tree, "LOADER", request.param)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(word, word) for word in ("no", "on", "yes", "off", "2026-06-30", "02-01", "1:30", "1_000", "0b1", "+", ".", "=")],
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("7", 7),
        ("-7", -7),
        ("007", 7),
        ("0o17", 15),
        ("0xff", 255),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        ("-.inf", -math.inf),
        ("'7'", "7"),
        ('"true"', "true"),
        ("|\n  7", "7\n"),
        ("!!str 7", "7"),
        ("!!int 7", 7),
        ("! 7", 7),
        ("9" * 400, math.inf),
    ],
)
@pytest.mark.usefixtures("loader")
def test_scalars_are_those_of_the_core_of_yaml_1_2(text: str, expected: object) -> None:
    found = value(text)
    assert (found, type(found)) == (expected, type(expected))


def test_not_a_number_is_a_float() -> None:
    found = value(".nan")
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.usefixtures("loader")
def test_keys_and_items_know_where_they_stand() -> None:
    [top] = read_tree("a: 1\nb:\n  - x\n  - {c: 2}\n", "f").documents

    assert {key: (mark.line, mark.column) for key, mark in top.marks.items()} == {"a": (0, 0), "b": (1, 0)}
    assert [(mark.line, mark.column) for mark in top["b"].marks] == [(2, 4), (3, 4)]
    assert (top["b"][1].start.line, top["b"][1].start.column) == (3, 4)
    assert (top["b"][1].marks["c"].line, top["b"][1].marks["c"].column) == (3, 5)


@pytest.mark.usefixtures("loader")
def test_an_alias_stands_for_what_its_anchor_holds() -> None:
    text = "a: &x [1, 2]\nb: *x\nc: &key name\n*key : 5\n? &other d\n: 6\ne: *other\n"

    found = read_tree(text, "f")

    assert found.documents == [{"a": [1, 2], "b": [1, 2], "c": "name", "name": 5, "d": 6, "e": "d"}]
    assert found.findings == []


def test_anchors_end_with_their_document() -> None:
    found = read_tree("a: &x 1\n---\nb: *x\n", "f")

    assert found.documents == []
    assert [(each.code, each.place and each.place.line) for each in found.findings] == [("FIL002", 3)]


def test_of_a_doubled_key_the_first_value_stays() -> None:
    found = read_tree("a: 1\na: [2]\na: {b: 3}\n", "f")

    assert found.documents == [{"a": 1}]
    assert [str(each.place) for each in found.findings] == ["f:2:1", "f:3:1"]
    assert all("first at f:1:1" in each.message for each in found.findings)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{number}: &a{number} [*a{number - 1}]\n" for number in range(1, 100))
HOSTILE = {
    "100,000 open brackets": ("[" * 100_000, "nested more than 64 deep", "1:65"),
    "100,000 open braces": ("{a: " * 100_000, "nested more than 64 deep", "1:257"),
    "100,000 dashes": ("- " * 100_000, "nested more than 64 deep", "1:129"),
    "a billion laughs": (BOMB, "more than 500,000 values", "6:26"),
    "aliases that nest aliases": (CHAIN, "nested more than 64 deep", "64:12"),
    "an anchor around aliases": (
        f"a: &a {'[' * 40}x{']' * 40}\nb: &b [{'[' * 30}*a{']' * 30}]\n",
        "nested more than 64 deep",
        "2:38",
    ),
    "more aliases than anyone needs": (f"a: &a 1\nb: [{', '.join(['*a'] * (MOST_ALIASES + 1))}]\n", "1,000 aliases", "2:4005"),
    "more values than anyone needs": (f"a: [{'x,' * 500_001}]\n", "more than 500,000 values", "1:999999"),
    "an alias for itself": ("a: &a [*a]\n", "`*a` stands for nothing", "1:8"),
    "a list as a key": ("? [a]\n: b\n", "where a key belongs", "1:3"),
    "an alias of a list as a key": ("a: &a [b]\n*a : c\n", "where a key belongs", "2:1"),
}


@pytest.mark.parametrize(("text", "said", "at"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_one_finding_and_quick(text: str, said: str, at: str) -> None:
    begun = time.perf_counter()

    found = read_tree(text, "f")

    assert time.perf_counter() - begun < 10, "it takes milliseconds; ten seconds would be a hang"
    assert not found.whole
    assert found.documents == []
    assert [(each.severity, str(each.place)) for each in found.findings] == [("error", f"f:{at}")]
    assert said in found.findings[0].message


def test_nesting_up_to_the_bound_is_read() -> None:
    assert read_tree("[" * MOST_DEPTH + "]" * MOST_DEPTH, "f").whole


def test_tags_are_flagged_wherever_they_stand_and_the_value_stays() -> None:
    found = read_tree("- !!python/object:os.system {a: 1}\n- !own [2]\n- !own 3\n- !!map {b: 4}\n- !!seq []\n- !!set {}\n", "f")

    assert found.documents == [[{"a": 1}, [2], "3", {"b": 4}, [], {}]]
    assert [each.message for each in found.findings] == [
        "the tag `!!python/object:os.system` says nothing here",
        "the tag `!own` says nothing here",
        "the tag `!own` says nothing here",
        "the tag `!!set` says nothing here",
    ]


SYNTAX = {
    "tab": ("kpis:\n\t- id: a\n", "a tab indents the line", "2:1"),
    "tab below": ("kpis:\n  - id: a\n\tname: x\n", "a tab indents the line", "3:1"),
    "double quote": ('kpis:\n  - id: a\n    name: "unclosed\n    unit: x\n', "a quote that opens here never closes", "3:11"),
    "single quote": ("kpis:\n  - id: a\n    name: 'unclosed\n", "a quote that opens here never closes", "3:11"),
    "second colon": ("name: foo: bar\n", "a second colon stands where one value belongs", "1:10"),
    "no colon": ("a: 1\nb\nc: 3\n", "a line is neither `key: value` nor a list item", "3:1"),
    "open list": ("a:\n  b: [c, d\n  e: f\n", "a `[` that opens a list is not closed", None),
    "open mapping": ("a: {b: c\nd: e\n", "a `{` that opens a mapping is not closed", None),
    "indentation": ("kpis:\n  - id: a\n   name: x\n", "the indentation does not fit", "3:4"),
    "percent": ("unit: %\n", "a character stands here that cannot begin a value", "1:7"),
    "star": ("unit: *\n", "a `*` or `&` begins a value", None),
    "escape": ('path: "C:\\data"\n', "a backslash in double quotes begins no escape that exists", None),
    "handle": ("a: !x!y z\n", "a tag is used that the file does not declare", None),
    "dash": ("a: - b\n", "a list item stands where a value belongs", "1:4"),
    "anything else": ("%YAML 9.9\n---\na: 1\n", "the text breaks YAML's rules", None),
}


@pytest.mark.parametrize(("text", "said", "at"), SYNTAX.values(), ids=SYNTAX)
@pytest.mark.usefixtures("loader")
def test_broken_yaml_is_told_in_words_with_its_place(text: str, said: str, at: str | None) -> None:
    found = read_tree(text, "f")

    [finding] = found.findings
    assert finding.code == "FIL002"
    assert finding.message.startswith(said)
    assert finding.place is not None
    assert at is None or str(finding.place) == f"f:{at}"


UNREADABLE = {
    "UTF-16": ("kpis: []".encode("utf-16"), "the file is in UTF-16", "1:1"),
    "UTF-32": ("kpis: []".encode("utf-32"), "the file is in UTF-32", "1:1"),
    "Latin-1": ("a: b\nname: Sá".encode("latin-1"), "the byte 0xe1 is no part of UTF-8 text", "2:8"),
    "NUL": (b"a: \0", "the control character U+0000 stands in the text", "1:4"),
    "control character": (b"a: b\r\nc: \x07", "the control character U+0007 stands in the text", "2:4"),
    "half a surrogate": ("a: \ud800", "the byte 0xed is no part of UTF-8 text", "1:4"),
    "10 MB": (b"#" * 10_000_000, "the file has 10,000,000 bytes, more than 5,000,000", "1:1"),
}


@pytest.mark.parametrize(("content", "said", "at"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_text_is_one_finding(content: bytes | str, said: str, at: str) -> None:
    [finding] = load_texts({"f.yaml": content}).findings

    assert (finding.message, str(finding.place), finding.severity) == (said, f"f.yaml:{at}", "error")


def test_a_byte_order_mark_of_utf_8_is_no_fault() -> None:
    assert load_texts({"f.yaml": b"\xef\xbb\xbfkpis:\n  - id: churn\n"}).findings == ()
