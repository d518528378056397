"""The drawing of stretches of time: days lie in order, texts are escaped, nothing is drawn of nothing."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

from vitalfew.figures.timeline import Point, Stretch, timeline

TODAY = date(2026, 6, 15)


def test_what_begins_later_lies_further_right_and_what_has_no_end_goes_to_the_edge() -> None:
    drawn = timeline(
        [
            Stretch("<b>Sign</b> that is painted by hand on wood", date(2026, 1, 1), date(2026, 3, 1), "green"),
            Stretch("Oven", date(2026, 2, 1), None, "accent", (Point('"Lit"', date(2026, 2, 3), "late"),)),
            Stretch("Idea", None, None, "none"),
        ],
        today=TODAY,
        label="<i>",
    )
    ET.fromstring(drawn)  # noqa: S314  # drawn by ourselves
    bars = [tuple(map(float, each)) for each in re.findall(r'<rect class="stretch [^>]*x="([\d.]+)"[^>]*width="([\d.]+)"', drawn)]
    (sign, sign_width), (oven, oven_width) = bars
    assert sign < oven < sign + sign_width
    assert oven + oven_width > sign + sign_width
    assert 'class="stretch accent open"' in drawn
    assert 'class="milestone late"' in drawn
    assert "<b>" not in drawn
    assert "&lt;b&gt;Sign&lt;/b&gt; that is painted by…" in drawn


def test_nothing_is_drawn_where_no_day_is_known() -> None:
    assert timeline([Stretch("Idea", None, None, "none")], today=TODAY, label="") == ""
    assert timeline([], today=TODAY, label="") == ""


def test_a_single_day_is_drawn_with_its_name_and_today() -> None:
    tree = ET.fromstring(timeline([Stretch("Fair", TODAY, TODAY, "none")], today=TODAY, label="One day"))  # noqa: S314  # drawn by ourselves
    assert "Fair" in "".join(tree.itertext())
    assert [each.text for each in tree.iter("title") if each.text == "today"] == ["today"]
    assert all(float(each.get("width", 1)) > 0 for each in tree.iter("rect"))
