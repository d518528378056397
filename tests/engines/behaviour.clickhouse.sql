WITH t2 AS (
  SELECT
    "t0"."kpi" AS "kpi",
    MAX("t0"."place") AS "place",
    MAX(
      CASE
        WHEN NOT (
          "t0"."code" <> 0
        )
        THEN "t0"."place"
        WHEN "t0"."turns"
        THEN "t0"."place" - 1
        ELSE -1
      END
    ) AS "status_broke",
    MAX(
      CASE
        WHEN NOT (
          "t0"."way" <> 0
        )
        THEN "t0"."place"
        WHEN "t0"."swings"
        THEN "t0"."place" - 1
        ELSE -1
      END
    ) AS "signal_broke"
  FROM "points" AS "t0"
  GROUP BY
    "t0"."kpi"
), t4 AS (
  SELECT
    "t2"."kpi" AS "owner",
    "t2"."place" AS "last",
    "t2"."status_broke" AS "status_broke",
    "t2"."signal_broke" AS "signal_broke"
  FROM t2 AS t2
), t5 AS (
  SELECT
    "t1"."kpi" AS "kpi",
    "t1"."number" AS "number",
    "t1"."point" AS "point",
    "t1"."prior" AS "prior",
    "t1"."first" AS "first",
    "t1"."own" AS "own",
    "t1"."today" AS "today",
    "t1"."due" AS "due",
    "t1"."sense" AS "sense",
    "t1"."paused" AS "paused",
    "t1"."to_date" AS "to_date",
    "t1"."prior_path" AS "prior_path",
    "t1"."rules" AS "rules",
    "t1"."low" AS "low",
    "t1"."high" AS "high",
    "t1"."floor" AS "floor",
    "t1"."ceiling" AS "ceiling",
    "t1"."last_day" AS "last_day",
    "t1"."place" AS "place",
    "t1"."before" AS "before",
    "t1"."number_before" AS "number_before",
    "t1"."opens" AS "opens",
    "t1"."follows" AS "follows",
    "t1"."value" AS "value",
    "t1"."path" AS "path",
    "t1"."threshold" AS "threshold",
    "t1"."year_before" AS "year_before",
    "t1"."target" AS "target",
    "t1"."status" AS "status",
    "t1"."chart" AS "chart",
    "t1"."in_chart" AS "in_chart",
    "t1"."limit_values" AS "limit_values",
    "t1"."centre" AS "centre",
    "t1"."reach" AS "reach",
    "t1"."range_limit" AS "range_limit",
    "t1"."way" AS "way",
    "t1"."rule" AS "rule",
    "t1"."cost" AS "cost",
    "t1"."wanted" AS "wanted",
    "t1"."code" AS "code",
    "t1"."cost_before" AS "cost_before",
    "t1"."code_before" AS "code_before",
    "t1"."way_before" AS "way_before",
    "t1"."worse" AS "worse",
    "t1"."missed" AS "missed",
    "t1"."red" AS "red",
    "t1"."against" AS "against",
    "t1"."turns" AS "turns",
    "t1"."swings" AS "swings",
    "t4"."last" AS "last",
    "t4"."status_broke" AS "status_broke",
    "t4"."signal_broke" AS "signal_broke"
  FROM "points" AS "t1"
  INNER JOIN t4 AS t4
    ON "t1"."kpi" = "t4"."owner"
), t6 AS (
  SELECT
    "t5"."kpi" AS "kpi",
    minIf("t5"."number", "t5"."place" > "t5"."status_broke") AS "status_since",
    minIf("t5"."number", "t5"."place" > "t5"."signal_broke") AS "signal_since",
    maxIf("t5"."centre", "t5"."place" = "t5"."last") AS "centre",
    maxIf("t5"."centre" - "t5"."reach", "t5"."place" = "t5"."last") AS "lower",
    maxIf("t5"."centre" + "t5"."reach", "t5"."place" = "t5"."last") AS "upper",
    maxIf("t5"."range_limit", "t5"."place" = "t5"."last") AS "range_limit",
    maxIf("t5"."limit_values", "t5"."place" = "t5"."last") AS "values",
    maxIf("t5"."way", "t5"."place" = "t5"."last") AS "way",
    maxIf("t5"."rule", "t5"."place" = "t5"."last") AS "signal_rule"
  FROM t5 AS t5
  GROUP BY
    "t5"."kpi"
), t7 AS (
  SELECT
    "t6"."kpi" AS "kpi",
    "t6"."status_since" AS "status_since",
    "t6"."signal_since" AS "signal_since",
    "t6"."centre" AS "centre",
    "t6"."lower" AS "lower",
    "t6"."upper" AS "upper",
    "t6"."range_limit" AS "range_limit",
    "t6"."values" AS "values",
    "t6"."way" AS "way",
    "t6"."signal_rule" AS "signal_rule",
    CASE WHEN isNotNull("t6"."centre") THEN "t6"."values" ELSE NULL END AS "limit_values",
    CASE
      WHEN isNotNull("t6"."centre") AND (
        "t6"."values" < 12
      )
      THEN 1
      WHEN isNotNull("t6"."centre")
      THEN 0
      ELSE NULL
    END AS "provisional",
    CASE
      WHEN isNotNull("t6"."centre")
      THEN CASE WHEN "t6"."way" > 0 THEN 'up' WHEN "t6"."way" < 0 THEN 'down' ELSE 'none' END
      ELSE NULL
    END AS "signal"
  FROM t6 AS t6
), t8 AS (
  SELECT
    "t7"."kpi" AS "kpi",
    "t7"."status_since" AS "status_since",
    "t7"."centre" AS "centre",
    "t7"."lower" AS "lower",
    "t7"."upper" AS "upper",
    "t7"."range_limit" AS "range_limit",
    "t7"."limit_values" AS "limit_values",
    "t7"."provisional" AS "provisional",
    "t7"."signal" AS "signal",
    "t7"."signal_rule" AS "signal_rule",
    "t7"."signal_since" AS "signal_since"
  FROM t7 AS t7
)
SELECT
  *
FROM t8 AS t8
ORDER BY
  "t8"."kpi" ASC
