WITH t13 AS (
  SELECT
    *
  FROM "observation" AS "t3"
  WHERE
    "t3"."slice" = ''
), t11 AS (
  SELECT
    "t2"."grain" AS "grain",
    "t2"."number" AS "number",
    "t2"."end_day" AS "end_day",
    "t2"."today" AS "today"
  FROM "period" AS "t2"
), t14 AS (
  SELECT
    "t13"."kpi" AS "kpi",
    "t13"."grain" AS "grain",
    "t13"."number" AS "number",
    "t13"."complete" AS "complete",
    "t13"."value" AS "value",
    "t13"."denominator" AS "denominator",
    "t13"."missing" AS "missing",
    "t13"."slice" AS "slice",
    "t11"."end_day" AS "end_day",
    "t11"."today" AS "today"
  FROM t13 AS t13
  INNER JOIN t11 AS t11
    ON "t13"."grain" = "t11"."grain" AND "t13"."number" = "t11"."number"
), t15 AS (
  SELECT
    "t14"."kpi" AS "kpi",
    "t14"."grain" AS "grain",
    "t14"."number" AS "number",
    "t14"."complete" AS "complete",
    "t14"."value" AS "value",
    "t14"."denominator" AS "denominator",
    "t14"."missing" AS "missing",
    "t14"."slice" AS "slice",
    "t14"."end_day" AS "end_day",
    "t14"."today" AS "today",
    "t14"."complete" AND (
      "t14"."end_day" <= "t14"."today"
    ) AS "ended"
  FROM t14 AS t14
), "t16" AS (
  SELECT
    "t15"."kpi" AS "kpi",
    "t15"."grain" AS "grain",
    "t15"."number" AS "number",
    "t15"."complete" AS "complete",
    "t15"."value" AS "value",
    "t15"."denominator" AS "denominator",
    "t15"."missing" AS "missing",
    "t15"."slice" AS "slice",
    "t15"."end_day" AS "end_day",
    "t15"."today" AS "today",
    "t15"."ended" AS "ended",
    "t15"."ended" AND isNotNull("t15"."value") AS "whole"
  FROM t15 AS t15
), t20 AS (
  SELECT
    "t17"."kpi" AS "kpi",
    "t17"."grain" AS "grain",
    maxIf("t17"."number", "t17"."whole") AS "judged",
    maxIf("t17"."number", "t17"."end_day" <= "t17"."today") AS "newest",
    maxIf("t17"."number", "t17"."ended") AS "ended"
  FROM "t16" AS "t17"
  GROUP BY
    "t17"."kpi",
    "t17"."grain"
), t10 AS (
  SELECT
    "t1"."kpi" AS "kpi",
    "t1"."own" AS "own",
    "t1"."today" AS "today",
    "t1"."due" AS "due",
    "t1"."now" AS "now",
    "t1"."to_date" AS "to_date"
  FROM "kpi" AS "t1"
), t21 AS (
  SELECT
    "t20"."kpi" AS "kpi",
    "t20"."grain" AS "grain",
    "t20"."judged" AS "judged",
    "t20"."newest" AS "newest",
    "t20"."ended" AS "ended",
    "t10"."own" AS "own",
    "t10"."today" AS "today",
    "t10"."due" AS "due",
    "t10"."now" AS "now",
    "t10"."to_date" AS "to_date"
  FROM t20 AS t20
  INNER JOIN t10 AS t10
    ON "t20"."kpi" = "t10"."kpi"
), t23 AS (
  SELECT
    "t21"."kpi" AS "kpi",
    "t21"."own" AS "own",
    "t21"."today" AS "today",
    "t21"."due" AS "due",
    "t21"."now" AS "now",
    "t21"."to_date" AS "to_date",
    maxIf("t21"."judged", "t21"."grain" = "t21"."own") AS "judged",
    maxIf("t21"."newest", "t21"."grain" = "t21"."own") AS "newest",
    maxIf(
      CASE WHEN "t21"."grain" = "t21"."own" THEN "t21"."judged" ELSE "t21"."ended" END,
      "t21"."grain" = 'week'
    ) AS "week",
    maxIf(
      CASE WHEN "t21"."grain" = "t21"."own" THEN "t21"."judged" ELSE "t21"."ended" END,
      "t21"."grain" = 'month'
    ) AS "month"
  FROM t21 AS t21
  GROUP BY
    "t21"."kpi",
    "t21"."own",
    "t21"."today",
    "t21"."due",
    "t21"."now",
    "t21"."to_date"
), t8 AS (
  SELECT
    "t2".*
    EXCEPT ("today")
  FROM "period" AS "t2"
), "t24" AS (
  SELECT
    "t23"."kpi" AS "kpi",
    "t23"."own" AS "own",
    "t23"."today" AS "today",
    "t23"."due" AS "due",
    "t23"."now" AS "now",
    "t23"."to_date" AS "to_date",
    "t23"."judged" AS "judged",
    "t23"."newest" AS "newest",
    "t23"."week" AS "week",
    "t23"."month" AS "month",
    "t8"."prior" AS "prior",
    "t8"."first" AS "first",
    "t8"."end_day" - 1 AS "last_day"
  FROM t23 AS t23
  LEFT OUTER JOIN t8 AS t8
    ON "t23"."own" = "t8"."grain" AND "t23"."judged" = "t8"."number"
), t31 AS (
  SELECT
    "t5"."kpi" AS "kpi",
    "t5"."own" AS "own",
    "t5"."today" AS "today",
    "t5"."now" AS "now",
    "t5"."due" AS "due",
    "t5"."sense" AS "sense",
    "t5"."paused" AS "paused",
    "t5"."to_date" AS "to_date",
    "t5"."prior_path" AS "prior_path",
    "t5"."rules" AS "rules",
    "t5"."baseline" AS "baseline",
    "t5"."final" AS "final",
    "t5"."low" AS "low",
    "t5"."high" AS "high",
    "t5"."best" AS "best",
    "t5"."floor" AS "floor",
    "t5"."ceiling" AS "ceiling",
    "t26"."kpi" AS "kpi_right",
    "t26"."own" AS "own_right",
    "t26"."today" AS "today_right",
    "t26"."due" AS "due_right",
    "t26"."now" AS "now_right",
    "t26"."to_date" AS "to_date_right",
    "t26"."judged" AS "judged",
    "t26"."newest" AS "newest",
    "t26"."week" AS "week",
    "t26"."month" AS "month",
    "t26"."prior" AS "prior",
    "t26"."first" AS "first",
    "t26"."last_day" AS "last_day"
  FROM "kpi" AS "t5"
  LEFT OUTER JOIN "t24" AS "t26"
    ON "t5"."kpi" = "t26"."kpi"
), t33 AS (
  SELECT
    "t31".*
    EXCEPT ("kpi_right")
  FROM t31 AS t31
), t30 AS (
  SELECT
    "t25"."kpi" AS "kpi",
    "t25"."own" AS "own",
    "t25"."due" AS "due",
    "t25"."now" AS "now",
    "t25"."to_date" AS "to_date",
    "t25"."judged" AS "judged",
    "t25"."newest" AS "newest",
    "t25"."week" AS "week",
    "t25"."month" AS "month",
    "t25"."prior" AS "prior",
    "t25"."first" AS "first"
  FROM "t24" AS "t25"
), t35 AS (
  SELECT
    "t18"."kpi" AS "kpi",
    "t18"."grain" AS "grain",
    "t18"."number" AS "number",
    "t18"."complete" AS "complete",
    "t18"."value" AS "value",
    "t18"."denominator" AS "denominator",
    "t18"."missing" AS "missing",
    "t18"."slice" AS "slice",
    "t18"."end_day" AS "end_day",
    "t18"."today" AS "today",
    "t18"."ended" AS "ended",
    "t18"."whole" AS "whole",
    "t30"."own" AS "own",
    "t30"."due" AS "due",
    "t30"."now" AS "now",
    "t30"."to_date" AS "to_date",
    "t30"."judged" AS "judged",
    "t30"."newest" AS "newest",
    "t30"."week" AS "week",
    "t30"."month" AS "month",
    "t30"."prior" AS "prior",
    "t30"."first" AS "first"
  FROM "t16" AS "t18"
  INNER JOIN t30 AS t30
    ON "t18"."kpi" = "t30"."kpi"
), t36 AS (
  SELECT
    "t35"."kpi" AS "kpi",
    "t35"."grain" AS "grain",
    "t35"."number" AS "number",
    "t35"."complete" AS "complete",
    "t35"."value" AS "value",
    "t35"."denominator" AS "denominator",
    "t35"."missing" AS "missing",
    "t35"."slice" AS "slice",
    "t35"."end_day" AS "end_day",
    "t35"."today" AS "today",
    "t35"."ended" AS "ended",
    "t35"."whole" AS "whole",
    "t35"."own" AS "own",
    "t35"."due" AS "due",
    "t35"."now" AS "now",
    "t35"."to_date" AS "to_date",
    "t35"."judged" AS "judged",
    "t35"."newest" AS "newest",
    "t35"."week" AS "week",
    "t35"."month" AS "month",
    "t35"."prior" AS "prior",
    "t35"."first" AS "first",
    "t35"."grain" = "t35"."own" AS "is_own"
  FROM t35 AS t35
), t39 AS (
  SELECT
    *
  FROM t36 AS t36
  WHERE
    (
      "t36"."is_own"
      AND (
        isNull("t36"."judged")
        OR (
          "t36"."number" >= LEAST("t36"."judged" - 1, "t36"."newest", "t36"."due")
        )
        OR (
          "t36"."number" = "t36"."prior"
        )
        OR (
          "t36"."to_date" AND (
            "t36"."number" >= "t36"."first"
          )
        )
      )
    )
    OR (
      (
        "t36"."grain" = 'week'
      )
      AND (
        "t36"."number" >= (
          "t36"."week" - 1
        )
      )
    )
    OR (
      (
        "t36"."grain" = 'month'
      )
      AND (
        "t36"."number" >= (
          "t36"."month" - 1
        )
      )
    )
), t41 AS (
  SELECT
    "t39"."kpi" AS "kpi",
    maxIf(
      "t39"."value",
      "t39"."is_own" AND (
        "t39"."number" = "t39"."judged"
      ) AND "t39"."whole"
    ) AS "point",
    maxIf(
      "t39"."value",
      "t39"."is_own"
      AND (
        "t39"."number" = (
          "t39"."judged" - 1
        )
      )
      AND "t39"."whole"
    ) AS "previous",
    maxIf(
      "t39"."value",
      (
        "t39"."grain" = 'week'
      )
      AND (
        "t39"."number" = "t39"."week"
      )
      AND "t39"."whole"
    ) AS "wow_now",
    maxIf(
      "t39"."value",
      (
        "t39"."grain" = 'week'
      )
      AND (
        "t39"."number" = (
          "t39"."week" - 1
        )
      )
      AND "t39"."whole"
    ) AS "wow",
    maxIf(
      "t39"."value",
      (
        "t39"."grain" = 'month'
      )
      AND (
        "t39"."number" = "t39"."month"
      )
      AND "t39"."whole"
    ) AS "mom_now",
    maxIf(
      "t39"."value",
      (
        "t39"."grain" = 'month'
      )
      AND (
        "t39"."number" = (
          "t39"."month" - 1
        )
      )
      AND "t39"."whole"
    ) AS "mom",
    maxIf(
      "t39"."value",
      "t39"."is_own" AND (
        "t39"."number" = "t39"."prior"
      ) AND "t39"."whole"
    ) AS "yoy",
    maxIf(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS Nullable(String))
        WHEN isNotNull("t39"."missing")
        THEN "t39"."missing"
        ELSE 'partial'
      END,
      "t39"."is_own" AND (
        "t39"."number" = (
          "t39"."judged" - 1
        )
      )
    ) AS "previous_missing",
    maxIf(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS Nullable(String))
        WHEN isNotNull("t39"."missing")
        THEN "t39"."missing"
        ELSE 'partial'
      END,
      (
        "t39"."grain" = 'week'
      ) AND (
        "t39"."number" = "t39"."week"
      )
    ) AS "wow_now_missing",
    maxIf(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS Nullable(String))
        WHEN isNotNull("t39"."missing")
        THEN "t39"."missing"
        ELSE 'partial'
      END,
      (
        "t39"."grain" = 'week'
      )
      AND (
        "t39"."number" = (
          "t39"."week" - 1
        )
      )
    ) AS "wow_missing",
    maxIf(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS Nullable(String))
        WHEN isNotNull("t39"."missing")
        THEN "t39"."missing"
        ELSE 'partial'
      END,
      (
        "t39"."grain" = 'month'
      ) AND (
        "t39"."number" = "t39"."month"
      )
    ) AS "mom_now_missing",
    maxIf(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS Nullable(String))
        WHEN isNotNull("t39"."missing")
        THEN "t39"."missing"
        ELSE 'partial'
      END,
      (
        "t39"."grain" = 'month'
      )
      AND (
        "t39"."number" = (
          "t39"."month" - 1
        )
      )
    ) AS "mom_missing",
    maxIf(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS Nullable(String))
        WHEN isNotNull("t39"."missing")
        THEN "t39"."missing"
        ELSE 'partial'
      END,
      "t39"."is_own" AND (
        "t39"."number" = "t39"."prior"
      )
    ) AS "yoy_missing",
    maxIf("t39"."missing", "t39"."is_own" AND (
      "t39"."number" = "t39"."newest"
    )) AS "newest_missing",
    maxIf("t39"."missing", "t39"."is_own" AND (
      "t39"."number" = "t39"."due"
    )) AS "due_missing",
    maxIf(
      "t39"."value",
      "t39"."is_own"
      AND NOT (
        "t39"."complete"
      )
      AND (
        "t39"."number" = "t39"."now"
      )
    ) AS "current",
    sumIf(
      "t39"."value",
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )
    ) AS "summed",
    countIf(
      "t39"."value",
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )
    ) AS "summed_periods",
    sumIf(
      "t39"."value" * "t39"."denominator",
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )
    ) AS "weighted",
    sumIf(
      "t39"."denominator",
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )
    ) AS "weights",
    countIf(
      "t39"."denominator",
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )
    ) AS "weighted_periods"
  FROM t39 AS t39
  GROUP BY
    "t39"."kpi"
), t42 AS (
  SELECT
    "t33"."kpi" AS "kpi",
    "t33"."own" AS "own",
    "t33"."today" AS "today",
    "t33"."now" AS "now",
    "t33"."due" AS "due",
    "t33"."sense" AS "sense",
    "t33"."paused" AS "paused",
    "t33"."to_date" AS "to_date",
    "t33"."prior_path" AS "prior_path",
    "t33"."rules" AS "rules",
    "t33"."baseline" AS "baseline",
    "t33"."final" AS "final",
    "t33"."low" AS "low",
    "t33"."high" AS "high",
    "t33"."best" AS "best",
    "t33"."floor" AS "floor",
    "t33"."ceiling" AS "ceiling",
    "t33"."own_right" AS "own_right",
    "t33"."today_right" AS "today_right",
    "t33"."due_right" AS "due_right",
    "t33"."now_right" AS "now_right",
    "t33"."to_date_right" AS "to_date_right",
    "t33"."judged" AS "judged",
    "t33"."newest" AS "newest",
    "t33"."week" AS "week",
    "t33"."month" AS "month",
    "t33"."prior" AS "prior",
    "t33"."first" AS "first",
    "t33"."last_day" AS "last_day",
    "t41"."kpi" AS "kpi_right",
    "t41"."point" AS "point",
    "t41"."previous" AS "previous",
    "t41"."wow_now" AS "wow_now",
    "t41"."wow" AS "wow",
    "t41"."mom_now" AS "mom_now",
    "t41"."mom" AS "mom",
    "t41"."yoy" AS "yoy",
    "t41"."previous_missing" AS "previous_missing",
    "t41"."wow_now_missing" AS "wow_now_missing",
    "t41"."wow_missing" AS "wow_missing",
    "t41"."mom_now_missing" AS "mom_now_missing",
    "t41"."mom_missing" AS "mom_missing",
    "t41"."yoy_missing" AS "yoy_missing",
    "t41"."newest_missing" AS "newest_missing",
    "t41"."due_missing" AS "due_missing",
    "t41"."current" AS "current",
    "t41"."summed" AS "summed",
    "t41"."summed_periods" AS "summed_periods",
    "t41"."weighted" AS "weighted",
    "t41"."weights" AS "weights",
    "t41"."weighted_periods" AS "weighted_periods"
  FROM t33 AS t33
  LEFT OUTER JOIN t41 AS t41
    ON "t33"."kpi" = "t41"."kpi"
), t44 AS (
  SELECT
    "t42".*
    EXCEPT ("kpi_right")
  FROM t42 AS t42
), t29 AS (
  SELECT
    "t25"."kpi" AS "kpi",
    "t25"."last_day" AS "last_day"
  FROM "t24" AS "t25"
), t34 AS (
  SELECT
    "t4"."kpi" AS "kpi",
    "t4"."role" AS "role",
    "t4"."from_day" AS "from_day",
    "t4"."to_day" AS "to_day",
    "t4"."from_value" AS "from_value",
    "t4"."to_value" AS "to_value",
    "t29"."last_day" AS "last_day"
  FROM "segment" AS "t4"
  INNER JOIN t29 AS t29
    ON "t4"."kpi" = "t29"."kpi"
), t38 AS (
  SELECT
    "t34"."kpi" AS "kpi",
    maxIf(
      "t34"."from_value" + (
        (
          "t34"."to_value" - "t34"."from_value"
        ) * (
          CAST("t34"."last_day" - "t34"."from_day" AS Nullable(Float64)) / CAST("t34"."to_day" - "t34"."from_day" AS Nullable(Float64))
        )
      ),
      (
        "t34"."from_day" <= "t34"."last_day"
      )
      AND (
        "t34"."last_day" < "t34"."to_day"
      )
      AND (
        "t34"."role" = 'target'
      )
    ) AS "path",
    maxIf(
      "t34"."from_value" + (
        (
          "t34"."to_value" - "t34"."from_value"
        ) * (
          CAST("t34"."last_day" - "t34"."from_day" AS Nullable(Float64)) / CAST("t34"."to_day" - "t34"."from_day" AS Nullable(Float64))
        )
      ),
      (
        "t34"."from_day" <= "t34"."last_day"
      )
      AND (
        "t34"."last_day" < "t34"."to_day"
      )
      AND (
        "t34"."role" = 'threshold'
      )
    ) AS "threshold"
  FROM t34 AS t34
  GROUP BY
    "t34"."kpi"
), t45 AS (
  SELECT
    "t44"."kpi" AS "kpi",
    "t44"."own" AS "own",
    "t44"."today" AS "today",
    "t44"."now" AS "now",
    "t44"."due" AS "due",
    "t44"."sense" AS "sense",
    "t44"."paused" AS "paused",
    "t44"."to_date" AS "to_date",
    "t44"."prior_path" AS "prior_path",
    "t44"."rules" AS "rules",
    "t44"."baseline" AS "baseline",
    "t44"."final" AS "final",
    "t44"."low" AS "low",
    "t44"."high" AS "high",
    "t44"."best" AS "best",
    "t44"."floor" AS "floor",
    "t44"."ceiling" AS "ceiling",
    "t44"."own_right" AS "own_right",
    "t44"."today_right" AS "today_right",
    "t44"."due_right" AS "due_right",
    "t44"."now_right" AS "now_right",
    "t44"."to_date_right" AS "to_date_right",
    "t44"."judged" AS "judged",
    "t44"."newest" AS "newest",
    "t44"."week" AS "week",
    "t44"."month" AS "month",
    "t44"."prior" AS "prior",
    "t44"."first" AS "first",
    "t44"."last_day" AS "last_day",
    "t44"."point" AS "point",
    "t44"."previous" AS "previous",
    "t44"."wow_now" AS "wow_now",
    "t44"."wow" AS "wow",
    "t44"."mom_now" AS "mom_now",
    "t44"."mom" AS "mom",
    "t44"."yoy" AS "yoy",
    "t44"."previous_missing" AS "previous_missing",
    "t44"."wow_now_missing" AS "wow_now_missing",
    "t44"."wow_missing" AS "wow_missing",
    "t44"."mom_now_missing" AS "mom_now_missing",
    "t44"."mom_missing" AS "mom_missing",
    "t44"."yoy_missing" AS "yoy_missing",
    "t44"."newest_missing" AS "newest_missing",
    "t44"."due_missing" AS "due_missing",
    "t44"."current" AS "current",
    "t44"."summed" AS "summed",
    "t44"."summed_periods" AS "summed_periods",
    "t44"."weighted" AS "weighted",
    "t44"."weights" AS "weights",
    "t44"."weighted_periods" AS "weighted_periods",
    "t38"."kpi" AS "kpi_right",
    "t38"."path" AS "path",
    "t38"."threshold" AS "threshold"
  FROM t44 AS t44
  LEFT OUTER JOIN t38 AS t38
    ON "t44"."kpi" = "t38"."kpi"
), t46 AS (
  SELECT
    "t45".*
    EXCEPT ("kpi_right")
  FROM t45 AS t45
), t47 AS (
  SELECT
    "t46"."kpi" AS "kpi",
    "t46"."own" AS "own",
    "t46"."today" AS "today",
    "t46"."now" AS "now",
    "t46"."due" AS "due",
    "t46"."sense" AS "sense",
    "t46"."paused" AS "paused",
    "t46"."to_date" AS "to_date",
    "t46"."prior_path" AS "prior_path",
    "t46"."rules" AS "rules",
    "t46"."baseline" AS "baseline",
    "t46"."final" AS "final",
    "t46"."low" AS "low",
    "t46"."high" AS "high",
    "t46"."best" AS "best",
    "t46"."floor" AS "floor",
    "t46"."ceiling" AS "ceiling",
    "t46"."own_right" AS "own_right",
    "t46"."today_right" AS "today_right",
    "t46"."due_right" AS "due_right",
    "t46"."now_right" AS "now_right",
    "t46"."to_date_right" AS "to_date_right",
    "t46"."judged" AS "judged",
    "t46"."newest" AS "newest",
    "t46"."week" AS "week",
    "t46"."month" AS "month",
    "t46"."prior" AS "prior",
    "t46"."first" AS "first",
    "t46"."last_day" AS "last_day",
    "t46"."point" AS "point",
    "t46"."previous" AS "previous",
    "t46"."wow_now" AS "wow_now",
    "t46"."wow" AS "wow",
    "t46"."mom_now" AS "mom_now",
    "t46"."mom" AS "mom",
    "t46"."yoy" AS "yoy",
    "t46"."previous_missing" AS "previous_missing",
    "t46"."wow_now_missing" AS "wow_now_missing",
    "t46"."wow_missing" AS "wow_missing",
    "t46"."mom_now_missing" AS "mom_now_missing",
    "t46"."mom_missing" AS "mom_missing",
    "t46"."yoy_missing" AS "yoy_missing",
    "t46"."newest_missing" AS "newest_missing",
    "t46"."due_missing" AS "due_missing",
    "t46"."current" AS "current",
    "t46"."summed" AS "summed",
    "t46"."summed_periods" AS "summed_periods",
    "t46"."weighted" AS "weighted",
    "t46"."weights" AS "weights",
    "t46"."weighted_periods" AS "weighted_periods",
    "t46"."path" AS "path",
    "t46"."threshold" AS "threshold",
    CASE
      WHEN "t46"."to_date"
      THEN CASE
        WHEN (
          "t46"."summed_periods" = (
            (
              "t46"."judged" - "t46"."first"
            ) + 1
          )
        )
        AND (
          "t46"."weighted_periods" = "t46"."summed_periods"
        )
        THEN "t46"."weighted" / nullIf("t46"."weights", 0.0)
        WHEN "t46"."summed_periods" = (
          (
            "t46"."judged" - "t46"."first"
          ) + 1
        )
        THEN "t46"."summed"
        ELSE NULL
      END
      ELSE "t46"."point"
    END AS "value",
    CASE
      WHEN isNotNull("t46"."path")
      THEN "t46"."path"
      WHEN "t46"."prior_path"
      THEN "t46"."yoy"
      ELSE NULL
    END AS "target"
  FROM t46 AS t46
), t48 AS (
  SELECT
    "t47"."kpi" AS "kpi",
    "t47"."own" AS "own",
    "t47"."today" AS "today",
    "t47"."now" AS "now",
    "t47"."due" AS "due",
    "t47"."sense" AS "sense",
    "t47"."paused" AS "paused",
    "t47"."to_date" AS "to_date",
    "t47"."prior_path" AS "prior_path",
    "t47"."rules" AS "rules",
    "t47"."baseline" AS "baseline",
    "t47"."final" AS "final",
    "t47"."low" AS "low",
    "t47"."high" AS "high",
    "t47"."best" AS "best",
    "t47"."floor" AS "floor",
    "t47"."ceiling" AS "ceiling",
    "t47"."own_right" AS "own_right",
    "t47"."today_right" AS "today_right",
    "t47"."due_right" AS "due_right",
    "t47"."now_right" AS "now_right",
    "t47"."to_date_right" AS "to_date_right",
    "t47"."judged" AS "judged",
    "t47"."newest" AS "newest",
    "t47"."week" AS "week",
    "t47"."month" AS "month",
    "t47"."prior" AS "prior",
    "t47"."first" AS "first",
    "t47"."last_day" AS "last_day",
    "t47"."point" AS "point",
    "t47"."previous" AS "previous",
    "t47"."wow_now" AS "wow_now",
    "t47"."wow" AS "wow",
    "t47"."mom_now" AS "mom_now",
    "t47"."mom" AS "mom",
    "t47"."yoy" AS "yoy",
    "t47"."previous_missing" AS "previous_missing",
    "t47"."wow_now_missing" AS "wow_now_missing",
    "t47"."wow_missing" AS "wow_missing",
    "t47"."mom_now_missing" AS "mom_now_missing",
    "t47"."mom_missing" AS "mom_missing",
    "t47"."yoy_missing" AS "yoy_missing",
    "t47"."newest_missing" AS "newest_missing",
    "t47"."due_missing" AS "due_missing",
    "t47"."current" AS "current",
    "t47"."summed" AS "summed",
    "t47"."summed_periods" AS "summed_periods",
    "t47"."weighted" AS "weighted",
    "t47"."weights" AS "weights",
    "t47"."weighted_periods" AS "weighted_periods",
    "t47"."path" AS "path",
    "t47"."threshold" AS "threshold",
    "t47"."value" AS "value",
    "t47"."target" AS "target",
    CASE
      WHEN isNull("t47"."value") OR (
        isNull("t47"."target") AND isNull("t47"."low")
      )
      THEN CAST(NULL AS Nullable(String))
      WHEN (
        (
          "t47"."sense" = 1
        ) AND (
          "t47"."value" < "t47"."threshold"
        )
      )
      OR (
        (
          "t47"."sense" = -1
        ) AND (
          "t47"."value" > "t47"."threshold"
        )
      )
      OR (
        (
          "t47"."sense" = 0
        )
        AND (
          (
            "t47"."value" < "t47"."floor"
          ) OR (
            "t47"."value" > "t47"."ceiling"
          )
        )
      )
      THEN 'red'
      WHEN (
        (
          "t47"."sense" = 1
        ) AND (
          "t47"."value" >= "t47"."target"
        )
      )
      OR (
        (
          "t47"."sense" = -1
        ) AND (
          "t47"."value" <= "t47"."target"
        )
      )
      OR (
        (
          "t47"."sense" = 0
        )
        AND (
          "t47"."value" >= "t47"."low"
        )
        AND (
          "t47"."value" <= "t47"."high"
        )
      )
      THEN 'green'
      ELSE 'amber'
    END AS "judged_status",
    CASE
      WHEN "t47"."sense" = 0
      THEN CASE
        WHEN NOT (
          (
            "t47"."floor" < "t47"."low"
          ) AND (
            "t47"."high" < "t47"."ceiling"
          )
        )
        OR isNull("t47"."floor")
        THEN CAST(NULL AS Nullable(Float64))
        WHEN "t47"."value" < "t47"."low"
        THEN (
          CAST(20 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
        ) - (
          (
            (
              "t47"."low" - "t47"."value"
            ) / (
              "t47"."low" - "t47"."floor"
            )
          ) * (
            CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
          )
        )
        WHEN "t47"."value" > "t47"."high"
        THEN (
          CAST(20 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
        ) - (
          (
            (
              "t47"."value" - "t47"."high"
            ) / (
              "t47"."ceiling" - "t47"."high"
            )
          ) * (
            CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
          )
        )
        WHEN "t47"."value" < "t47"."best"
        THEN 10.0 - (
          (
            (
              "t47"."best" - "t47"."value"
            ) / (
              "t47"."best" - "t47"."low"
            )
          ) * (
            CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
          )
        )
        WHEN "t47"."value" > "t47"."best"
        THEN 10.0 - (
          (
            (
              "t47"."value" - "t47"."best"
            ) / (
              "t47"."high" - "t47"."best"
            )
          ) * (
            CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
          )
        )
        ELSE 10.0
      END
      ELSE (
        CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
      ) + (
        (
          (
            (
              "t47"."value" - "t47"."threshold"
            ) * "t47"."sense"
          ) / CASE
            WHEN (
              (
                "t47"."target" - "t47"."threshold"
              ) * "t47"."sense"
            ) > 0
            THEN (
              "t47"."target" - "t47"."threshold"
            ) * "t47"."sense"
            ELSE NULL
          END
        ) * (
          CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
        )
      )
    END AS "raw"
  FROM t47 AS t47
), t49 AS (
  SELECT
    "t48"."kpi" AS "kpi",
    "t48"."own" AS "own",
    "t48"."today" AS "today",
    "t48"."now" AS "now",
    "t48"."due" AS "due",
    "t48"."sense" AS "sense",
    "t48"."paused" AS "paused",
    "t48"."to_date" AS "to_date",
    "t48"."prior_path" AS "prior_path",
    "t48"."rules" AS "rules",
    "t48"."baseline" AS "baseline",
    "t48"."final" AS "final",
    "t48"."low" AS "low",
    "t48"."high" AS "high",
    "t48"."best" AS "best",
    "t48"."floor" AS "floor",
    "t48"."ceiling" AS "ceiling",
    "t48"."own_right" AS "own_right",
    "t48"."today_right" AS "today_right",
    "t48"."due_right" AS "due_right",
    "t48"."now_right" AS "now_right",
    "t48"."to_date_right" AS "to_date_right",
    "t48"."judged" AS "judged",
    "t48"."newest" AS "newest",
    "t48"."week" AS "week",
    "t48"."month" AS "month",
    "t48"."prior" AS "prior",
    "t48"."first" AS "first",
    "t48"."last_day" AS "last_day",
    "t48"."point" AS "point",
    "t48"."previous" AS "previous",
    "t48"."wow_now" AS "wow_now",
    "t48"."wow" AS "wow",
    "t48"."mom_now" AS "mom_now",
    "t48"."mom" AS "mom",
    "t48"."yoy" AS "yoy",
    "t48"."previous_missing" AS "previous_missing",
    "t48"."wow_now_missing" AS "wow_now_missing",
    "t48"."wow_missing" AS "wow_missing",
    "t48"."mom_now_missing" AS "mom_now_missing",
    "t48"."mom_missing" AS "mom_missing",
    "t48"."yoy_missing" AS "yoy_missing",
    "t48"."newest_missing" AS "newest_missing",
    "t48"."due_missing" AS "due_missing",
    "t48"."current" AS "current",
    "t48"."summed" AS "summed",
    "t48"."summed_periods" AS "summed_periods",
    "t48"."weighted" AS "weighted",
    "t48"."weights" AS "weights",
    "t48"."weighted_periods" AS "weighted_periods",
    "t48"."path" AS "path",
    "t48"."threshold" AS "threshold",
    "t48"."value" AS "value",
    "t48"."target" AS "target",
    "t48"."judged_status" AS "judged_status",
    "t48"."raw" AS "raw",
    CASE
      WHEN "t48"."paused"
      THEN 'paused'
      WHEN isNull("t48"."value")
      THEN 'no-data'
      WHEN "t48"."judged" < "t48"."due"
      THEN 'stale'
      WHEN isNull("t48"."target") AND isNull("t48"."low")
      THEN 'no-target'
      ELSE 'ok'
    END AS "state"
  FROM t48 AS t48
), t50 AS (
  SELECT
    "t49"."kpi" AS "kpi",
    "t49"."own" AS "own",
    "t49"."today" AS "today",
    "t49"."now" AS "now",
    "t49"."due" AS "due",
    "t49"."sense" AS "sense",
    "t49"."paused" AS "paused",
    "t49"."to_date" AS "to_date",
    "t49"."prior_path" AS "prior_path",
    "t49"."rules" AS "rules",
    "t49"."baseline" AS "baseline",
    "t49"."final" AS "final",
    "t49"."low" AS "low",
    "t49"."high" AS "high",
    "t49"."best" AS "best",
    "t49"."floor" AS "floor",
    "t49"."ceiling" AS "ceiling",
    "t49"."own_right" AS "own_right",
    "t49"."today_right" AS "today_right",
    "t49"."due_right" AS "due_right",
    "t49"."now_right" AS "now_right",
    "t49"."to_date_right" AS "to_date_right",
    "t49"."judged" AS "judged",
    "t49"."newest" AS "newest",
    "t49"."week" AS "week",
    "t49"."month" AS "month",
    "t49"."prior" AS "prior",
    "t49"."first" AS "first",
    "t49"."last_day" AS "last_day",
    "t49"."point" AS "point",
    "t49"."previous" AS "previous",
    "t49"."wow_now" AS "wow_now",
    "t49"."wow" AS "wow",
    "t49"."mom_now" AS "mom_now",
    "t49"."mom" AS "mom",
    "t49"."yoy" AS "yoy",
    "t49"."previous_missing" AS "previous_missing",
    "t49"."wow_now_missing" AS "wow_now_missing",
    "t49"."wow_missing" AS "wow_missing",
    "t49"."mom_now_missing" AS "mom_now_missing",
    "t49"."mom_missing" AS "mom_missing",
    "t49"."yoy_missing" AS "yoy_missing",
    "t49"."newest_missing" AS "newest_missing",
    "t49"."due_missing" AS "due_missing",
    "t49"."current" AS "current",
    "t49"."summed" AS "summed",
    "t49"."summed_periods" AS "summed_periods",
    "t49"."weighted" AS "weighted",
    "t49"."weights" AS "weights",
    "t49"."weighted_periods" AS "weighted_periods",
    "t49"."path" AS "path",
    "t49"."threshold" AS "threshold",
    "t49"."value" AS "value",
    "t49"."target" AS "target",
    "t49"."judged_status" AS "judged_status",
    "t49"."raw" AS "raw",
    "t49"."state" AS "state",
    CASE WHEN "t49"."state" = 'ok' THEN "t49"."judged_status" ELSE NULL END AS "status",
    CASE WHEN "t49"."state" = 'stale' THEN "t49"."judged_status" ELSE NULL END AS "last_status",
    CASE
      WHEN "t49"."state" = 'ok'
      THEN CASE
        WHEN isNull("t49"."raw")
        THEN CAST(NULL AS Nullable(Float64))
        WHEN "t49"."judged_status" = 'green'
        THEN CASE
          WHEN CASE
            WHEN "t49"."raw" < (
              CAST(20 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            )
            THEN CAST(20 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            ELSE "t49"."raw"
          END > 10.0
          THEN 10.0
          ELSE CASE
            WHEN "t49"."raw" < (
              CAST(20 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            )
            THEN CAST(20 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            ELSE "t49"."raw"
          END
        END
        WHEN "t49"."judged_status" = 'amber'
        THEN CASE
          WHEN CASE
            WHEN "t49"."raw" < (
              CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            )
            THEN CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            ELSE "t49"."raw"
          END > (
            (
              CAST(20 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            ) - (
              CAST(1 AS Nullable(Float64)) / CAST(1125899906842624 AS Nullable(Float64))
            )
          )
          THEN (
            CAST(20 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
          ) - (
            CAST(1 AS Nullable(Float64)) / CAST(1125899906842624 AS Nullable(Float64))
          )
          ELSE CASE
            WHEN "t49"."raw" < (
              CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            )
            THEN CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            ELSE "t49"."raw"
          END
        END
        WHEN "t49"."judged_status" = 'red'
        THEN CASE
          WHEN CASE WHEN "t49"."raw" < 0.0 THEN 0.0 ELSE "t49"."raw" END > (
            (
              CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
            ) - (
              CAST(1 AS Nullable(Float64)) / CAST(2251799813685248 AS Nullable(Float64))
            )
          )
          THEN (
            CAST(10 AS Nullable(Float64)) / CAST(3 AS Nullable(Float64))
          ) - (
            CAST(1 AS Nullable(Float64)) / CAST(2251799813685248 AS Nullable(Float64))
          )
          ELSE CASE WHEN "t49"."raw" < 0.0 THEN 0.0 ELSE "t49"."raw" END
        END
        ELSE NULL
      END
      ELSE NULL
    END AS "score",
    (
      "t49"."value" - "t49"."baseline"
    ) / nullIf("t49"."final" - "t49"."baseline", 0.0) AS "progress",
    (
      "t49"."value" - "t49"."baseline"
    ) / nullIf("t49"."target" - "t49"."baseline", 0.0) AS "pace"
  FROM t49 AS t49
), t51 AS (
  SELECT
    "t50"."kpi" AS "kpi",
    "t50"."judged" AS "judged",
    "t50"."due" AS "due",
    "t50"."value" AS "value",
    "t50"."point" AS "point",
    "t50"."current" AS "current",
    "t50"."previous" AS "previous",
    "t50"."wow_now" AS "wow_now",
    "t50"."wow" AS "wow",
    "t50"."mom_now" AS "mom_now",
    "t50"."mom" AS "mom",
    "t50"."yoy" AS "yoy",
    "t50"."previous_missing" AS "previous_missing",
    "t50"."wow_now_missing" AS "wow_now_missing",
    "t50"."wow_missing" AS "wow_missing",
    "t50"."mom_now_missing" AS "mom_now_missing",
    "t50"."mom_missing" AS "mom_missing",
    "t50"."yoy_missing" AS "yoy_missing",
    "t50"."newest_missing" AS "newest_missing",
    "t50"."due_missing" AS "due_missing",
    "t50"."target" AS "target",
    "t50"."threshold" AS "threshold",
    "t50"."state" AS "state",
    "t50"."status" AS "status",
    "t50"."last_status" AS "last_status",
    "t50"."score" AS "score",
    "t50"."progress" AS "progress",
    "t50"."pace" AS "pace"
  FROM t50 AS t50
)
SELECT
  *
FROM t51 AS t51
ORDER BY
  "t51"."kpi" ASC
