"""The agenda: what needs the meeting's time comes first, the rest takes a line, and the minutes add up (RHY-1, RHY-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalfew.base.ref import Ref
from vitalfew.load.read import load_texts
from vitalfew.rhythm.agenda import CLASSES, TITLES, WEIGHTS, Agenda, Open, Waiting, Weight, agenda, class_of, said_of, share
from vitalfew.rhythm.pack import Figure

FRAMEWORK = load_texts(
    {
        "framework/main.yaml": """
kpis:
- {id: revenue}
- {id: visits, drives: [{kpi: orders}]}
- {id: orders, contributes_to: [revenue]}
- {id: basket, formula: kpi.visits / kpi.orders}
- {id: loop, drives: [{kpi: back}]}
- {id: back, drives: [{kpi: loop}, {kpi: visits}, {kpi: unknown}]}
"""
    }
).framework
PLAIN = Figure("visits", "Visits", None, 0, None, "2026-W23", 5, 4, "green", "ok", None, None, False, None, None, (), None)


def figure(id_: str, **given: object) -> Figure:
    return replace(PLAIN, id=id_, name=id_.capitalize(), **given)  # type: ignore[arg-type]  # fields of a figure


def built(*found: Figure, minutes: int = 30, waiting: Waiting = Waiting()) -> Agenda:  # noqa: B008  # it never changes
    return agenda(FRAMEWORK, found, waiting, minutes=minutes)


def titles(made: Agenda) -> list[str]:
    return [each.title for each in made.items]


def test_exceptions_come_first_then_what_waits_then_changes_then_what_is_as_it_was() -> None:
    made = built(
        figure("revenue", status="green"),
        figure("visits", status="green", is_new=True),
        figure("orders", status="red"),
        figure("basket", state="no-target", status=None),
        waiting=Waiting(
            [Open(Ref("action", "1"), "Soon"), Open(Ref("action", "2"), "Late", late=True)],
            [Open(Ref("escalation", "1"), "Orders")],
            [Open(Ref("decision", "1"), "Discount")],
        ),
    )

    assert [each.section for each in made.items] == [
        "exceptions",
        "actions",
        "actions",
        "escalations",
        "decisions",
        "figures",
        "figures",
        "unchanged",
        "end",
    ]
    assert titles(made)[:5] == ["Orders", "Late", "Soon", "Orders", "Discount"]
    assert titles(made)[-2:] == ["Green and unchanged: 1", "Who does what by when"]
    assert made.items[-2].lines == ("Revenue",)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"status": "red"}, "red"),
        ({"status": None, "state": "stale", "last_status": "red"}, "stale red"),
        ({"status": "amber", "opens": "escalation"}, "escalation"),
        ({"status": "green", "signal": False}, "worse"),
        ({"status": "green", "opens": "watch"}, "worse"),
        ({"status": "amber"}, "amber"),
        ({"status": None, "state": "stale", "last_status": "green"}, "no data"),
        ({"status": None, "state": "no-data", "value": None}, "no data"),
        ({"status": None, "state": "no-target"}, None),
        ({"status": None, "state": "paused"}, None),
        ({"status": "green"}, None),
        ({"status": "green", "signal": True}, None),
        ({"status": "red", "private": "private to its line"}, None),
    ],
)
def test_what_is_an_exception_and_of_which_kind(given: dict[str, object], expected: str | None) -> None:
    assert class_of(figure("visits", **given)) == expected


def test_what_has_no_data_is_never_green() -> None:
    made = built(figure("visits", status=None, state="no-data", value=None, missing="no-rows"))

    assert made.items[0].lines[0] == "no data: no rows in the period"
    assert "unchanged" not in {each.section for each in made.items}


def test_what_drives_comes_before_what_it_drives_and_finance_last() -> None:
    """The issue's order: leading indicators before the outcomes they drive."""
    reds = [figure(id_, status="red") for id_ in ("revenue", "basket", "orders", "visits", "loop", "back")]
    made = titles(built(*reds, minutes=60))
    financial = titles(built(*(replace(each, perspective="financial" if each.id == "visits" else None) for each in reds)))

    assert made.index("Loop") < made.index("Visits") < made.index("Orders") < made.index("Revenue")
    assert made.index("Back") < made.index("Visits") < made.index("Basket")
    assert financial.index("Visits") == 5


def test_private_and_paused_ones_are_a_line_without_a_figure() -> None:
    made = built(figure("visits", private="private to its line", status="red"), figure("orders", state="paused", status=None))

    assert [(each.title, each.lines, each.minutes) for each in made.items[:-1]] == [
        ("Paused: 1", ("Orders",), 0),
        ("Private: 1", ("Visits",), 0),
    ]


def test_too_much_for_the_time_is_said() -> None:
    found = [figure(id_, status="red") for id_ in ("revenue", "visits", "orders", "basket", "loop", "back")]
    made = built(*found, minutes=5)

    assert [each.minutes for each in made.items] == [1, 1, 1, 0, 0, 0, 2]
    assert made.notes[0] == "too much for the time: 3 items from number 4 on have no minute; read them before"
    assert built(*found, minutes=90).notes == ()


def test_time_that_nothing_needs_is_left_to_the_end() -> None:
    made = built(figure("visits", status="red"), minutes=90)

    assert [each.minutes for each in made.items] == [WEIGHTS["red"].most, 70]


def test_where_a_figure_stands_is_said_in_a_line() -> None:
    assert said_of(figure("visits", unit="%", status="red", is_new=True)) == "5 % against 4 % in 2026-W23: red, new"
    assert said_of(figure("visits", target=(1.0, 2.0), status="amber")) == "5 against 1 to 2 in 2026-W23: amber"
    assert said_of(figure("visits", status=None, state="stale", last_status="red")).endswith("stale, red when last heard of")
    assert said_of(figure("visits", private="private to its line")) == "private to its line"


FIGURES = st.lists(
    st.builds(
        figure,
        st.sampled_from([kpi.id for kpi in FRAMEWORK.kpis]),
        status=st.sampled_from([None, "green", "amber", "red"]),
        state=st.sampled_from(["ok", "no-data", "stale", "paused", "no-target"]),
        last_status=st.sampled_from([None, "green", "red"]),
        signal=st.sampled_from([None, True, False]),
        opens=st.sampled_from([None, "watch", "escalation"]),
        is_new=st.booleans(),
        private=st.sampled_from([None, "private"]),
        perspective=st.sampled_from([None, "financial"]),
    ),
    unique_by=lambda each: each.id,
)
OPENS = st.lists(st.builds(Open, st.just(Ref("action", "1")), st.text(min_size=1), st.booleans()), max_size=5)


@given(FIGURES, OPENS, OPENS, OPENS, st.integers(1, 300))
def test_minutes_add_up_nothing_is_lost_and_the_order_holds(
    found: Sequence[Figure], actions: list[Open], escalations: list[Open], decisions: list[Open], minutes: int
) -> None:
    made = built(*found, minutes=minutes, waiting=Waiting(actions, escalations, decisions))
    again = built(*reversed(found), minutes=minutes, waiting=Waiting(actions, escalations, decisions))
    sections = [[*TITLES].index(each.section) for each in made.items]
    named = " ".join(f"{each.title} {' '.join(each.lines)}" for each in made.items)
    reasons = [CLASSES.index(each.why or "") for each in made.items if each.section == "exceptions"]

    assert sum(each.minutes for each in made.items) == minutes
    assert sections == sorted(sections)
    assert reasons == sorted(reasons)
    assert all(each.name in named for each in found)
    assert len([each for each in made.items if each.section in {"actions", "escalations", "decisions"}]) == len(
        actions + escalations + decisions
    )
    assert [each.number for each in made.items] == list(range(1, len(made.items) + 1))
    assert made == again


@given(st.lists(st.sampled_from(list(WEIGHTS.values())), max_size=40), st.integers(1, 500))
def test_no_item_takes_more_than_its_most_and_none_goes_without_while_another_has_two(
    weights: list[Weight], minutes: int
) -> None:
    shared, end = share(minutes, weights)

    assert sum(shared) + end == minutes
    assert all(0 <= each <= weight.most for each, weight in zip(shared, weights, strict=True))
    without = [each for each, weight in zip(shared, weights, strict=True) if weight.weight and not each]
    assert not without or max(shared) <= 1
