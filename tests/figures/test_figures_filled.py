"""Parts of a whole are drawn as wide as they count, filled as far as they have it, and say so in words."""

from __future__ import annotations

import re

from vitalfew.figures.filled import Part, filled


def test_parts_that_count_nothing_are_left_out_and_each_says_what_it_has() -> None:
    drawn = filled([Part("Structure", 20, 35.6), Part("A <b>", 0, 28.7), Part("Evidence", 0, 0)])
    assert re.findall(r'class="(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', drawn) == [
        ("limits", "0.0", "35.6"),
        ("effect", "0.0", "20.0"),
        ("limits", "36.6", "28.7"),
        ("effect", "36.6", "0.0"),
    ]
    assert 'aria-label="Structure: 20 of 35.6; A &lt;b&gt;: 0 of 28.7"' in drawn
    assert filled([Part("Evidence", 0, 0)]) == ""
