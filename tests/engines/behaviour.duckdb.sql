WITH t2 AS (
  SELECT
    "t0"."kpi",
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
    1
), t4 AS (
  SELECT
    "t2"."kpi" AS "owner",
    "t2"."place" AS "last",
    "t2"."status_broke",
    "t2"."signal_broke"
  FROM t2 AS t2
), t5 AS (
  SELECT
    "t1"."kpi",
    "t1"."number",
    "t1"."point",
    "t1"."prior",
    "t1"."first",
    "t1"."own",
    "t1"."today",
    "t1"."due",
    "t1"."sense",
    "t1"."paused",
    "t1"."to_date",
    "t1"."prior_path",
    "t1"."rules",
    "t1"."low",
    "t1"."high",
    "t1"."floor",
    "t1"."ceiling",
    "t1"."last_day",
    "t1"."place",
    "t1"."before",
    "t1"."number_before",
    "t1"."opens",
    "t1"."follows",
    "t1"."value",
    "t1"."path",
    "t1"."threshold",
    "t1"."year_before",
    "t1"."target",
    "t1"."status",
    "t1"."chart",
    "t1"."in_chart",
    "t1"."limit_values",
    "t1"."centre",
    "t1"."reach",
    "t1"."range_limit",
    "t1"."way",
    "t1"."rule",
    "t1"."cost",
    "t1"."wanted",
    "t1"."code",
    "t1"."cost_before",
    "t1"."code_before",
    "t1"."way_before",
    "t1"."worse",
    "t1"."missed",
    "t1"."red",
    "t1"."against",
    "t1"."turns",
    "t1"."swings",
    "t4"."last",
    "t4"."status_broke",
    "t4"."signal_broke"
  FROM "points" AS "t1"
  INNER JOIN t4 AS t4
    ON "t1"."kpi" = "t4"."owner"
), t6 AS (
  SELECT
    "t5"."kpi",
    MIN("t5"."number") FILTER(WHERE
      "t5"."place" > "t5"."status_broke") AS "status_since",
    MIN("t5"."number") FILTER(WHERE
      "t5"."place" > "t5"."signal_broke") AS "signal_since",
    MAX("t5"."centre") FILTER(WHERE
      "t5"."place" = "t5"."last") AS "centre",
    MAX("t5"."centre" - "t5"."reach") FILTER(WHERE
      "t5"."place" = "t5"."last") AS "lower",
    MAX("t5"."centre" + "t5"."reach") FILTER(WHERE
      "t5"."place" = "t5"."last") AS "upper",
    MAX("t5"."range_limit") FILTER(WHERE
      "t5"."place" = "t5"."last") AS "range_limit",
    MAX("t5"."limit_values") FILTER(WHERE
      "t5"."place" = "t5"."last") AS "values",
    MAX("t5"."way") FILTER(WHERE
      "t5"."place" = "t5"."last") AS "way",
    MAX("t5"."rule") FILTER(WHERE
      "t5"."place" = "t5"."last") AS "signal_rule"
  FROM t5 AS t5
  GROUP BY
    1
), t7 AS (
  SELECT
    "t6"."kpi",
    "t6"."status_since",
    "t6"."signal_since",
    "t6"."centre",
    "t6"."lower",
    "t6"."upper",
    "t6"."range_limit",
    "t6"."values",
    "t6"."way",
    "t6"."signal_rule",
    CASE WHEN "t6"."centre" IS NOT NULL THEN "t6"."values" ELSE NULL END AS "limit_values",
    CASE
      WHEN (
        "t6"."centre" IS NOT NULL
      ) AND (
        "t6"."values" < 12
      )
      THEN 1
      WHEN "t6"."centre" IS NOT NULL
      THEN 0
      ELSE NULL
    END AS "provisional",
    CASE
      WHEN "t6"."centre" IS NOT NULL
      THEN CASE WHEN "t6"."way" > 0 THEN 'up' WHEN "t6"."way" < 0 THEN 'down' ELSE 'none' END
      ELSE NULL
    END AS "signal"
  FROM t6 AS t6
), t8 AS (
  SELECT
    "t7"."kpi",
    "t7"."status_since",
    "t7"."centre",
    "t7"."lower",
    "t7"."upper",
    "t7"."range_limit",
    "t7"."limit_values",
    "t7"."provisional",
    "t7"."signal",
    "t7"."signal_rule",
    "t7"."signal_since"
  FROM t7 AS t7
)
SELECT
  *
FROM t8 AS t8
ORDER BY
  "t8"."kpi" ASC
