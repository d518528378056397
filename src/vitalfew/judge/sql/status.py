"""Status and score of a value against target now and threshold, as expressions over a row.

Own-unit bands decide, never a percentage of target. For `sense` 1 (mirrored for -1), in this order:

| value | status | score |
|---|---|---|
| below the threshold | red | under 10/3 |
| at or above target now | green | from 20/3 |
| else | amber | from 10/3, under 20/3 |

For a band (`sense` 0): red outside the thresholds, green inside the band with its ends, else amber.
The score is linear through threshold (10/3) and target now (20/3); for a band 10 at `best`, 20/3 at its ends, 10/3 at the
thresholds; clamped to 0 to 10, and then into the interval of the status, so that rounding never parts the two.
No score without a threshold, or where the threshold is not worse than the target: then nothing says how far is far.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def _float(whole: int) -> ir.Value:
    """Write a whole number as a double on every engine: Spark takes `10.0` for a decimal, whose third has six digits."""
    return ibis.literal(whole).cast("float64")


def _third(thirds: int) -> ir.Value:
    return _float(10 * thirds) / _float(3)


# The largest floats under 10/3 and 20/3: their units in the last place are 2^-51 and 2^-50.
# Written as divisions since a literal of 17 digits may pass through a decimal and lose the last one.
PASS, FULL = _third(1), _third(2)
UNDER_PASS = PASS - _float(1) / _float(2**51)
UNDER_FULL = FULL - _float(1) / _float(2**50)


def status(rows: ir.Table) -> ir.Value:
    """Give green, amber or red; null without a value or a target."""
    value, up, down, band = rows.value, rows.sense == 1, rows.sense == -1, rows.sense == 0
    nothing = value.isnull() | (rows.target.isnull() & rows.low.isnull())
    red = (
        (up & (value < rows.threshold))
        | (down & (value > rows.threshold))
        | (band & ((value < rows.floor) | (value > rows.ceiling)))
    )
    green = (up & (value >= rows.target)) | (down & (value <= rows.target)) | (band & (value >= rows.low) & (value <= rows.high))
    return ibis.cases((nothing, ibis.null("string")), (red, "red"), (green, "green"), else_="amber")


def raw_score(rows: ir.Table) -> ir.Value:
    """Give the score before it is clamped; null where it cannot be computed."""
    return ibis.cases((rows.sense == 0, _band_score(rows)), else_=_side_score(rows))


def score(rows: ir.Table) -> ir.Value:
    """Give 0 to 10 from `raw` and `judged_status`."""
    raw = rows.raw
    return ibis.cases(
        (raw.isnull(), ibis.null("float64")),
        (rows.judged_status == "green", _at_most(_at_least(raw, FULL), ibis.literal(10.0))),
        (rows.judged_status == "amber", _at_most(_at_least(raw, PASS), UNDER_FULL)),
        (rows.judged_status == "red", _at_most(_at_least(raw, ibis.literal(0.0)), UNDER_PASS)),
    )


def _side_score(rows: ir.Table) -> ir.Value:
    room = (rows.target - rows.threshold) * rows.sense
    share = (rows.value - rows.threshold) * rows.sense / ibis.cases((room > 0, room))
    return PASS + share * PASS


def _band_score(rows: ir.Table) -> ir.Value:
    """Fall from best to the band's end on the value's side, then from there to the threshold of that side."""
    value, sound = rows.value, (rows.floor < rows.low) & (rows.high < rows.ceiling)
    return ibis.cases(
        (~sound | rows.floor.isnull(), ibis.null("float64")),
        (value < rows.low, FULL - (rows.low - value) / (rows.low - rows.floor) * PASS),
        (value > rows.high, FULL - (value - rows.high) / (rows.ceiling - rows.high) * PASS),
        (value < rows.best, 10.0 - (rows.best - value) / (rows.best - rows.low) * PASS),
        (value > rows.best, 10.0 - (value - rows.best) / (rows.high - rows.best) * PASS),
        else_=10.0,
    )


def _at_least(value: ir.Value, bound: ir.Value) -> ir.Value:
    return ibis.cases((value < bound, bound), else_=value)


def _at_most(value: ir.Value, bound: ir.Value) -> ir.Value:
    return ibis.cases((value > bound, bound), else_=value)
