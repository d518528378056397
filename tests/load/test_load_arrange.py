"""Nouns are added, removed and put in another order, with their comments; what cannot go without harm is refused."""

from __future__ import annotations

import pytest

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.load.arrange import add_noun, order_nouns, remove_noun
from vitalfew.load.read import load_texts

MAIN = """\
# people first
people:
  # the boss
  - id: ana
    name: Ana  # hers

  - id: ben
    aliases: |
      one
      two
  # the last of them
  - {id: eva, name: Eva}
org_units: [{id: shops, name: Shops}, {id: works}]
"""
FILE = "framework/main.yaml"
TEXTS = {FILE: MAIN.encode(), "framework/more.yaml": b"people:\n- id: zoe\n  name: Zoe"}


def people(texts: dict[str, bytes]) -> list[str]:
    return [each.id for each in load_texts(texts).framework.people]


def test_a_new_noun_stands_behind_the_last_of_its_kind() -> None:
    made = add_noun(TEXTS, Ref("person", "tom"), {"name": "Tom: #1", "left": "2026-01-01"})
    assert made["framework/more.yaml"].decode().endswith('  name: Zoe\n- id: tom\n  name: "Tom: #1"\n  left: 2026-01-01\n')
    assert made[FILE] == TEXTS[FILE]
    assert people(made)[-1] == "tom"


def test_the_first_of_its_kind_gets_a_file_of_its_own_and_braces_are_left_alone() -> None:
    made = add_noun(TEXTS, Ref("value_stream", "serve"), {"name": "Serve"})
    assert made["framework/value-streams.yaml"] == b"value_streams:\n  - id: serve\n    name: Serve\n"
    again = add_noun(TEXTS, Ref("org_unit", "roastery"), {})
    assert (again["framework/org-units.yaml"], again[FILE]) == (b"org_units:\n  - id: roastery\n", TEXTS[FILE])
    taken = add_noun({**TEXTS, "framework/org-units.yaml": b"themes: [{id: a}]\n"}, Ref("org_unit", "roastery"), {})
    assert taken["framework/org-units-2.yaml"] == b"org_units:\n  - id: roastery\n"


def test_an_id_that_is_taken_is_refused() -> None:
    with pytest.raises(Refused, match="there is a person:ana already"):
        add_noun(TEXTS, Ref("person", "ana"), {})


@pytest.mark.parametrize(
    ("ref", "gone"),
    [
        ("person:ana", "  # the boss\n  - id: ana\n    name: Ana  # hers\n"),
        ("person:eva", "  # the last of them\n  - {id: eva, name: Eva}\n"),
        ("org_unit:shops", "{id: shops, name: Shops}, "),
        ("org_unit:works", ", {id: works}"),
    ],
)
def test_a_noun_goes_with_the_comment_above_it(ref: str, gone: str) -> None:
    assert remove_noun(TEXTS, Ref.parse(ref))[FILE].decode() == MAIN.replace(gone, "")


def test_the_last_of_a_list_leaves_an_empty_one_and_what_is_not_there_is_refused() -> None:
    made = remove_noun(TEXTS, Ref("person", "zoe"))
    assert made["framework/more.yaml"] == b"people: []"
    with pytest.raises(Refused, match="declare no person:nobody"):
        remove_noun(TEXTS, Ref("person", "nobody"))


def test_nouns_change_places_across_files_with_their_comments() -> None:
    refs = [Ref("person", id_) for id_ in ("zoe", "ben", "ana")]
    made = order_nouns(TEXTS, refs)
    assert people(made) == ["zoe", "ben", "eva", "ana"]
    text = made[FILE].decode()
    assert text.startswith("# people first\npeople:\n  - id: zoe\n    name: Zoe\n")
    assert "      one\n      two\n" in text
    assert made["framework/more.yaml"].decode() == "people:\n# the boss\n- id: ana\n  name: Ana  # hers\n"
    assert people(order_nouns(made, refs[::-1])) == people(TEXTS)
    assert (
        order_nouns(TEXTS, [Ref("org_unit", "works"), Ref("org_unit", "shops")])[FILE]
        .decode()
        .endswith("org_units: [{id: works}, {id: shops, name: Shops}]\n")
    )


def test_what_others_stand_for_by_alias_stays_where_it_is() -> None:
    texts = {FILE: b"people:\n  - &one {id: ana, name: Ana}\n  - id: ben\n    role: &role Boss\n  - id: eva\n    role: *role\n"}
    with pytest.raises(Refused, match="without harm"):
        order_nouns(texts, [Ref("person", "eva"), Ref("person", "ben")])
    with pytest.raises(Refused, match="without harm"):
        remove_noun(texts, Ref("person", "ben"))


def test_an_order_names_each_once() -> None:
    with pytest.raises(Refused, match="all of them once"):
        order_nouns(TEXTS, [Ref("person", "ana"), Ref("person", "nobody")])
