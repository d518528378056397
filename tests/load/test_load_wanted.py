"""What is wanted is kept by address: it goes onto whatever is live, and is told where somebody else has changed the same."""

from __future__ import annotations

from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.load.wanted import Wanted, differences, make, read, together, written

FILE = "framework/main.yaml"
CHURN, ANA = Ref("kpi", "churn"), Ref("person", "ana")
TEXT = """\
people: [{id: ana, name: Ana}]
kpis:
  - id: churn # ours
    name: Churn
    target: {at_most: 9, stretch: 8}
    guards: [a, b]
"""
TEXTS = {FILE: TEXT.encode()}


def test_a_field_is_set_and_only_what_differs_is_written() -> None:
    wanted = Wanted("set", CHURN, "target", {"at_most": 7, "stretch": 8}, {"at_most": 9, "stretch": 8})
    made = make(TEXTS, [wanted])
    assert made.texts[FILE].decode() == TEXT.replace("at_most: 9", "at_most: 7")
    assert made.clashes == ()


def test_what_others_changed_beside_it_stays_and_the_same_is_a_clash() -> None:
    """A leaf that is wanted meets another value; the leaf beside it does not."""
    theirs = {FILE: TEXT.replace("stretch: 8", "stretch: 6").encode()}
    wanted = Wanted("set", CHURN, "target", {"at_most": 7, "stretch": 8}, {"at_most": 9, "stretch": 8})
    made = make(theirs, [wanted])
    assert (b"{at_most: 7, stretch: 6}" in made.texts[FILE], made.clashes) == (True, ())
    theirs = {FILE: TEXT.replace("at_most: 9", "at_most: 5").encode()}
    (clash,) = make(theirs, [wanted]).clashes
    assert (clash.now, clash.wanted.field, clash.wanted.value) == (5, "target.at_most", 7)
    same = {FILE: TEXT.replace("at_most: 9", "at_most: 7").encode()}
    assert make(same, [wanted]) == (same, ())


def test_nouns_come_and_go_and_what_is_added_takes_what_is_set() -> None:
    tom = Ref("person", "tom")
    wanted = together([Wanted("add", tom, "", {"name": "Tom"})], [Wanted("set", tom, "role", "Baker"), Wanted("remove", ANA)])
    assert [each.how for each in wanted] == ["add", "remove"]
    framework = load_texts(make(TEXTS, wanted).texts).framework
    assert [(each.id, each.role) for each in framework.people] == [("tom", "Baker")]
    assert together(wanted, [Wanted("remove", tom)]) == (Wanted("remove", ANA),)
    taken = make({FILE: TEXTS[FILE] + b"  - id: second\n"}, [Wanted("add", Ref("kpi", "second"), "", {})])
    assert [each.wanted.ref.id for each in taken.clashes] == ["second"]


def test_of_two_about_the_same_the_later_counts_and_none_is_left_where_it_is_as_it_was() -> None:
    first = Wanted("set", CHURN, "name", "Leavers", "Churn")
    again = together([first], [Wanted("set", CHURN, "name", "Gone", "Leavers")])
    assert again == (Wanted("set", CHURN, "name", "Gone", "Churn"),)
    assert together(again, [Wanted("set", CHURN, "name", "Churn", "Gone")]) == ()
    assert together(again, [Wanted("remove", CHURN)]) == (Wanted("remove", CHURN),)


def test_an_order_leaves_out_what_is_gone() -> None:
    texts = {FILE: b"people: [{id: ana}, {id: ben}, {id: eva}]\n"}
    made = make(texts, [Wanted("order", ANA, "", ["eva", "gone", "ana"])])
    assert [each.id for each in load_texts(made.texts).framework.people] == ["eva", "ben", "ana"]


def test_lists_of_the_same_length_differ_item_by_item() -> None:
    assert differences(CHURN, "guards", ["a", "b"], ["a", "c"]) == [Wanted("set", CHURN, "guards.1", "c", "b")]
    assert differences(CHURN, "guards", ["a", "b"], ["a"]) == [Wanted("set", CHURN, "guards", ["a"], ["a", "b"])]
    assert differences(CHURN, "guards", ["a"], ["a"]) == []


def test_what_is_written_is_read_again() -> None:
    wanted = (Wanted("set", CHURN, "name", 'Ω "x"\n', None), Wanted("order", ANA, "", ["ana"]))
    assert read(written(wanted)) == wanted
