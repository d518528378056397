"""What was said in English is told in another language; nothing else is touched."""

from __future__ import annotations

import pickle
from datetime import date

from vitalfew.base.quantity import format_value
from vitalfew.base.said import Said, say, say_count, several
from vitalfew.language.tongue import languages, speaking, told

FOOTING = say("As of {day:%-d %B %Y}. A missing number is shown as missing, never as zero.", day=date(2026, 3, 5))


def test_what_was_said_is_english_by_itself() -> None:
    assert FOOTING == told(FOOTING) == "As of 5 March 2026. A missing number is shown as missing, never as zero."


def test_a_catalogue_tells_it_with_its_days() -> None:
    with speaking("de"):
        assert told(FOOTING) == "Stand 5. März 2026. Eine fehlende Zahl steht als fehlend da, nie als null."


def test_counts_have_their_plurals() -> None:
    with speaking("de"):
        assert [told(say_count("{n} objective", "{n} objectives", n)) for n in (1, 2)] == ["1 Ziel", "2 Ziele"]


def test_several_are_told_one_by_one_with_what_stands_between() -> None:
    row = several(
        [say_count("{n} objective", "{n} objectives", 2), "`churn`", say_count("{n} day", "{n} days", 1)], last=say(" and no ")
    )
    assert row == "2 objectives, `churn` and no 1 day"
    with speaking("de"):
        assert told(row) == "2 Ziele, `churn` und 1 Tag"
        assert told(several([])) == ""


def test_numbers_are_written_by_locale_and_keep_their_units() -> None:
    with speaking("de"):
        assert told(format_value(370000.0, "EUR")) == "370.000\xa0€"
        assert told(format_value(-1234.5, "%", 1)) == "-1.234,5 %"
        assert told(say("{value} more", value=format_value(0.25, "EUR", 2))) == "0,25\xa0€ more"
    assert format_value(370000.0, "EUR") == "€370,000"


def test_a_format_keeps_its_decimals_its_sign_and_its_percent() -> None:
    with speaking("de"):
        assert (
            told(say("{a:.2f} {b:+g} {c:.1%} {d:,} {e}", a=1234.5, b=2.5, c=0.123, d=12345, e=2026))
            == "1.234,50 +2,5 12,3\xa0% 12.345 2026"
        )


def test_a_text_without_holes_may_hold_braces() -> None:
    with speaking("de"):
        assert told(say("`in-all: {min: 10}`")) == "`in-all: {min: 10}`"


def test_a_text_that_people_wrote_is_never_translated() -> None:
    with speaking("de"):
        assert told("{n} review") == "{n} review"
        assert told(say("not in any catalogue")) == "not in any catalogue"


def test_a_text_survives_being_pickled() -> None:
    again = pickle.loads(pickle.dumps(FOOTING))  # noqa: S301  # our own bytes
    assert isinstance(again, Said)
    assert (again, again.template, again.facts) == (FOOTING, FOOTING.template, FOOTING.facts)


def test_english_comes_first() -> None:
    assert languages()[:2] == ("en", "de")
