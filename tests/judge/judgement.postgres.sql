WITH t13 AS (
  SELECT
    *
  FROM "observation" AS "t3"
  WHERE
    "t3"."slice" = ''
), t11 AS (
  SELECT
    "t2"."grain",
    "t2"."number",
    "t2"."end_day",
    "t2"."today"
  FROM "period" AS "t2"
), t14 AS (
  SELECT
    "t13"."kpi",
    "t13"."grain",
    "t13"."number",
    "t13"."complete",
    "t13"."value",
    "t13"."denominator",
    "t13"."missing",
    "t13"."slice",
    "t11"."end_day",
    "t11"."today"
  FROM t13 AS t13
  INNER JOIN t11 AS t11
    ON "t13"."grain" = "t11"."grain" AND "t13"."number" = "t11"."number"
), t15 AS (
  SELECT
    "t14"."kpi",
    "t14"."grain",
    "t14"."number",
    "t14"."complete",
    "t14"."value",
    "t14"."denominator",
    "t14"."missing",
    "t14"."slice",
    "t14"."end_day",
    "t14"."today",
    "t14"."complete" AND (
      "t14"."end_day" <= "t14"."today"
    ) AS "ended"
  FROM t14 AS t14
), "t16" AS (
  SELECT
    "t15"."kpi",
    "t15"."grain",
    "t15"."number",
    "t15"."complete",
    "t15"."value",
    "t15"."denominator",
    "t15"."missing",
    "t15"."slice",
    "t15"."end_day",
    "t15"."today",
    "t15"."ended",
    "t15"."ended" AND (
      "t15"."value" IS NOT NULL
    ) AS "whole"
  FROM t15 AS t15
), t20 AS (
  SELECT
    "t17"."kpi",
    "t17"."grain",
    MAX("t17"."number") FILTER(WHERE
      "t17"."whole") AS "judged",
    MAX("t17"."number") FILTER(WHERE
      "t17"."end_day" <= "t17"."today") AS "newest",
    MAX("t17"."number") FILTER(WHERE
      "t17"."ended") AS "ended"
  FROM "t16" AS "t17"
  GROUP BY
    1,
    2
), t10 AS (
  SELECT
    "t1"."kpi",
    "t1"."own",
    "t1"."today",
    "t1"."due",
    "t1"."now",
    "t1"."to_date"
  FROM "kpi" AS "t1"
), t21 AS (
  SELECT
    "t20"."kpi",
    "t20"."grain",
    "t20"."judged",
    "t20"."newest",
    "t20"."ended",
    "t10"."own",
    "t10"."today",
    "t10"."due",
    "t10"."now",
    "t10"."to_date"
  FROM t20 AS t20
  INNER JOIN t10 AS t10
    ON "t20"."kpi" = "t10"."kpi"
), t23 AS (
  SELECT
    "t21"."kpi",
    "t21"."own",
    "t21"."today",
    "t21"."due",
    "t21"."now",
    "t21"."to_date",
    MAX("t21"."judged") FILTER(WHERE
      "t21"."grain" = "t21"."own") AS "judged",
    MAX("t21"."newest") FILTER(WHERE
      "t21"."grain" = "t21"."own") AS "newest",
    MAX(CASE WHEN "t21"."grain" = "t21"."own" THEN "t21"."judged" ELSE "t21"."ended" END) FILTER(WHERE
      "t21"."grain" = 'week') AS "week",
    MAX(CASE WHEN "t21"."grain" = "t21"."own" THEN "t21"."judged" ELSE "t21"."ended" END) FILTER(WHERE
      "t21"."grain" = 'month') AS "month"
  FROM t21 AS t21
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
), t8 AS (
  SELECT
    "t2"."grain",
    "t2"."number",
    "t2"."end_day",
    "t2"."prior",
    "t2"."first"
  FROM "period" AS "t2"
), "t24" AS (
  SELECT
    "t23"."kpi",
    "t23"."own",
    "t23"."today",
    "t23"."due",
    "t23"."now",
    "t23"."to_date",
    "t23"."judged",
    "t23"."newest",
    "t23"."week",
    "t23"."month",
    "t8"."prior",
    "t8"."first",
    "t8"."end_day" - 1 AS "last_day"
  FROM t23 AS t23
  LEFT OUTER JOIN t8 AS t8
    ON "t23"."own" = "t8"."grain" AND "t23"."judged" = "t8"."number"
), t31 AS (
  SELECT
    "t5"."kpi",
    "t5"."own",
    "t5"."today",
    "t5"."now",
    "t5"."due",
    "t5"."sense",
    "t5"."paused",
    "t5"."to_date",
    "t5"."prior_path",
    "t5"."rules",
    "t5"."baseline",
    "t5"."final",
    "t5"."low",
    "t5"."high",
    "t5"."best",
    "t5"."floor",
    "t5"."ceiling",
    "t26"."kpi" AS "kpi_right",
    "t26"."own" AS "own_right",
    "t26"."today" AS "today_right",
    "t26"."due" AS "due_right",
    "t26"."now" AS "now_right",
    "t26"."to_date" AS "to_date_right",
    "t26"."judged",
    "t26"."newest",
    "t26"."week",
    "t26"."month",
    "t26"."prior",
    "t26"."first",
    "t26"."last_day"
  FROM "kpi" AS "t5"
  LEFT OUTER JOIN "t24" AS "t26"
    ON "t5"."kpi" = "t26"."kpi"
), t33 AS (
  SELECT
    "t31"."kpi",
    "t31"."own",
    "t31"."today",
    "t31"."now",
    "t31"."due",
    "t31"."sense",
    "t31"."paused",
    "t31"."to_date",
    "t31"."prior_path",
    "t31"."rules",
    "t31"."baseline",
    "t31"."final",
    "t31"."low",
    "t31"."high",
    "t31"."best",
    "t31"."floor",
    "t31"."ceiling",
    "t31"."own_right",
    "t31"."today_right",
    "t31"."due_right",
    "t31"."now_right",
    "t31"."to_date_right",
    "t31"."judged",
    "t31"."newest",
    "t31"."week",
    "t31"."month",
    "t31"."prior",
    "t31"."first",
    "t31"."last_day"
  FROM t31 AS t31
), t30 AS (
  SELECT
    "t25"."kpi",
    "t25"."own",
    "t25"."due",
    "t25"."now",
    "t25"."to_date",
    "t25"."judged",
    "t25"."newest",
    "t25"."week",
    "t25"."month",
    "t25"."prior",
    "t25"."first"
  FROM "t24" AS "t25"
), t35 AS (
  SELECT
    "t18"."kpi",
    "t18"."grain",
    "t18"."number",
    "t18"."complete",
    "t18"."value",
    "t18"."denominator",
    "t18"."missing",
    "t18"."slice",
    "t18"."end_day",
    "t18"."today",
    "t18"."ended",
    "t18"."whole",
    "t30"."own",
    "t30"."due",
    "t30"."now",
    "t30"."to_date",
    "t30"."judged",
    "t30"."newest",
    "t30"."week",
    "t30"."month",
    "t30"."prior",
    "t30"."first"
  FROM "t16" AS "t18"
  INNER JOIN t30 AS t30
    ON "t18"."kpi" = "t30"."kpi"
), t36 AS (
  SELECT
    "t35"."kpi",
    "t35"."grain",
    "t35"."number",
    "t35"."complete",
    "t35"."value",
    "t35"."denominator",
    "t35"."missing",
    "t35"."slice",
    "t35"."end_day",
    "t35"."today",
    "t35"."ended",
    "t35"."whole",
    "t35"."own",
    "t35"."due",
    "t35"."now",
    "t35"."to_date",
    "t35"."judged",
    "t35"."newest",
    "t35"."week",
    "t35"."month",
    "t35"."prior",
    "t35"."first",
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
        (
          "t36"."judged" IS NULL
        )
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
    "t39"."kpi",
    MAX("t39"."value") FILTER(WHERE
      "t39"."is_own" AND (
        "t39"."number" = "t39"."judged"
      ) AND "t39"."whole") AS "point",
    MAX("t39"."value") FILTER(WHERE
      "t39"."is_own"
      AND (
        "t39"."number" = (
          "t39"."judged" - 1
        )
      )
      AND "t39"."whole") AS "previous",
    MAX("t39"."value") FILTER(WHERE
      (
        "t39"."grain" = 'week'
      )
      AND (
        "t39"."number" = "t39"."week"
      )
      AND "t39"."whole") AS "wow_now",
    MAX("t39"."value") FILTER(WHERE
      (
        "t39"."grain" = 'week'
      )
      AND (
        "t39"."number" = (
          "t39"."week" - 1
        )
      )
      AND "t39"."whole") AS "wow",
    MAX("t39"."value") FILTER(WHERE
      (
        "t39"."grain" = 'month'
      )
      AND (
        "t39"."number" = "t39"."month"
      )
      AND "t39"."whole") AS "mom_now",
    MAX("t39"."value") FILTER(WHERE
      (
        "t39"."grain" = 'month'
      )
      AND (
        "t39"."number" = (
          "t39"."month" - 1
        )
      )
      AND "t39"."whole") AS "mom",
    MAX("t39"."value") FILTER(WHERE
      "t39"."is_own" AND (
        "t39"."number" = "t39"."prior"
      ) AND "t39"."whole") AS "yoy",
    MAX(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS VARCHAR)
        WHEN "t39"."missing" IS NOT NULL
        THEN "t39"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      "t39"."is_own" AND (
        "t39"."number" = (
          "t39"."judged" - 1
        )
      )) AS "previous_missing",
    MAX(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS VARCHAR)
        WHEN "t39"."missing" IS NOT NULL
        THEN "t39"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t39"."grain" = 'week'
      ) AND (
        "t39"."number" = "t39"."week"
      )) AS "wow_now_missing",
    MAX(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS VARCHAR)
        WHEN "t39"."missing" IS NOT NULL
        THEN "t39"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t39"."grain" = 'week'
      )
      AND (
        "t39"."number" = (
          "t39"."week" - 1
        )
      )) AS "wow_missing",
    MAX(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS VARCHAR)
        WHEN "t39"."missing" IS NOT NULL
        THEN "t39"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t39"."grain" = 'month'
      ) AND (
        "t39"."number" = "t39"."month"
      )) AS "mom_now_missing",
    MAX(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS VARCHAR)
        WHEN "t39"."missing" IS NOT NULL
        THEN "t39"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t39"."grain" = 'month'
      )
      AND (
        "t39"."number" = (
          "t39"."month" - 1
        )
      )) AS "mom_missing",
    MAX(
      CASE
        WHEN "t39"."whole"
        THEN CAST(NULL AS VARCHAR)
        WHEN "t39"."missing" IS NOT NULL
        THEN "t39"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      "t39"."is_own" AND (
        "t39"."number" = "t39"."prior"
      )) AS "yoy_missing",
    MAX("t39"."missing") FILTER(WHERE
      "t39"."is_own" AND (
        "t39"."number" = "t39"."newest"
      )) AS "newest_missing",
    MAX("t39"."missing") FILTER(WHERE
      "t39"."is_own" AND (
        "t39"."number" = "t39"."due"
      )) AS "due_missing",
    MAX("t39"."value") FILTER(WHERE
      "t39"."is_own"
      AND NOT (
        "t39"."complete"
      )
      AND (
        "t39"."number" = "t39"."now"
      )) AS "current",
    SUM("t39"."value") FILTER(WHERE
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )) AS "summed",
    COUNT("t39"."value") FILTER(WHERE
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )) AS "summed_periods",
    SUM("t39"."value" * "t39"."denominator") FILTER(WHERE
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )) AS "weighted",
    SUM("t39"."denominator") FILTER(WHERE
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )) AS "weights",
    COUNT("t39"."denominator") FILTER(WHERE
      "t39"."is_own"
      AND "t39"."whole"
      AND (
        "t39"."number" >= "t39"."first"
      )
      AND (
        "t39"."number" <= "t39"."judged"
      )) AS "weighted_periods"
  FROM t39 AS t39
  GROUP BY
    1
), t42 AS (
  SELECT
    "t33"."kpi",
    "t33"."own",
    "t33"."today",
    "t33"."now",
    "t33"."due",
    "t33"."sense",
    "t33"."paused",
    "t33"."to_date",
    "t33"."prior_path",
    "t33"."rules",
    "t33"."baseline",
    "t33"."final",
    "t33"."low",
    "t33"."high",
    "t33"."best",
    "t33"."floor",
    "t33"."ceiling",
    "t33"."own_right",
    "t33"."today_right",
    "t33"."due_right",
    "t33"."now_right",
    "t33"."to_date_right",
    "t33"."judged",
    "t33"."newest",
    "t33"."week",
    "t33"."month",
    "t33"."prior",
    "t33"."first",
    "t33"."last_day",
    "t41"."kpi" AS "kpi_right",
    "t41"."point",
    "t41"."previous",
    "t41"."wow_now",
    "t41"."wow",
    "t41"."mom_now",
    "t41"."mom",
    "t41"."yoy",
    "t41"."previous_missing",
    "t41"."wow_now_missing",
    "t41"."wow_missing",
    "t41"."mom_now_missing",
    "t41"."mom_missing",
    "t41"."yoy_missing",
    "t41"."newest_missing",
    "t41"."due_missing",
    "t41"."current",
    "t41"."summed",
    "t41"."summed_periods",
    "t41"."weighted",
    "t41"."weights",
    "t41"."weighted_periods"
  FROM t33 AS t33
  LEFT OUTER JOIN t41 AS t41
    ON "t33"."kpi" = "t41"."kpi"
), t44 AS (
  SELECT
    "t42"."kpi",
    "t42"."own",
    "t42"."today",
    "t42"."now",
    "t42"."due",
    "t42"."sense",
    "t42"."paused",
    "t42"."to_date",
    "t42"."prior_path",
    "t42"."rules",
    "t42"."baseline",
    "t42"."final",
    "t42"."low",
    "t42"."high",
    "t42"."best",
    "t42"."floor",
    "t42"."ceiling",
    "t42"."own_right",
    "t42"."today_right",
    "t42"."due_right",
    "t42"."now_right",
    "t42"."to_date_right",
    "t42"."judged",
    "t42"."newest",
    "t42"."week",
    "t42"."month",
    "t42"."prior",
    "t42"."first",
    "t42"."last_day",
    "t42"."point",
    "t42"."previous",
    "t42"."wow_now",
    "t42"."wow",
    "t42"."mom_now",
    "t42"."mom",
    "t42"."yoy",
    "t42"."previous_missing",
    "t42"."wow_now_missing",
    "t42"."wow_missing",
    "t42"."mom_now_missing",
    "t42"."mom_missing",
    "t42"."yoy_missing",
    "t42"."newest_missing",
    "t42"."due_missing",
    "t42"."current",
    "t42"."summed",
    "t42"."summed_periods",
    "t42"."weighted",
    "t42"."weights",
    "t42"."weighted_periods"
  FROM t42 AS t42
), t29 AS (
  SELECT
    "t25"."kpi",
    "t25"."last_day"
  FROM "t24" AS "t25"
), t34 AS (
  SELECT
    "t4"."kpi",
    "t4"."role",
    "t4"."from_day",
    "t4"."to_day",
    "t4"."from_value",
    "t4"."to_value",
    "t29"."last_day"
  FROM "segment" AS "t4"
  INNER JOIN t29 AS t29
    ON "t4"."kpi" = "t29"."kpi"
), t38 AS (
  SELECT
    "t34"."kpi",
    MAX(
      "t34"."from_value" + (
        (
          "t34"."to_value" - "t34"."from_value"
        ) * (
          CAST("t34"."last_day" - "t34"."from_day" AS DOUBLE PRECISION) / CAST("t34"."to_day" - "t34"."from_day" AS DOUBLE PRECISION)
        )
      )
    ) FILTER(WHERE
      (
        "t34"."from_day" <= "t34"."last_day"
      )
      AND (
        "t34"."last_day" < "t34"."to_day"
      )
      AND (
        "t34"."role" = 'target'
      )) AS "path",
    MAX(
      "t34"."from_value" + (
        (
          "t34"."to_value" - "t34"."from_value"
        ) * (
          CAST("t34"."last_day" - "t34"."from_day" AS DOUBLE PRECISION) / CAST("t34"."to_day" - "t34"."from_day" AS DOUBLE PRECISION)
        )
      )
    ) FILTER(WHERE
      (
        "t34"."from_day" <= "t34"."last_day"
      )
      AND (
        "t34"."last_day" < "t34"."to_day"
      )
      AND (
        "t34"."role" = 'threshold'
      )) AS "threshold"
  FROM t34 AS t34
  GROUP BY
    1
), t45 AS (
  SELECT
    "t44"."kpi",
    "t44"."own",
    "t44"."today",
    "t44"."now",
    "t44"."due",
    "t44"."sense",
    "t44"."paused",
    "t44"."to_date",
    "t44"."prior_path",
    "t44"."rules",
    "t44"."baseline",
    "t44"."final",
    "t44"."low",
    "t44"."high",
    "t44"."best",
    "t44"."floor",
    "t44"."ceiling",
    "t44"."own_right",
    "t44"."today_right",
    "t44"."due_right",
    "t44"."now_right",
    "t44"."to_date_right",
    "t44"."judged",
    "t44"."newest",
    "t44"."week",
    "t44"."month",
    "t44"."prior",
    "t44"."first",
    "t44"."last_day",
    "t44"."point",
    "t44"."previous",
    "t44"."wow_now",
    "t44"."wow",
    "t44"."mom_now",
    "t44"."mom",
    "t44"."yoy",
    "t44"."previous_missing",
    "t44"."wow_now_missing",
    "t44"."wow_missing",
    "t44"."mom_now_missing",
    "t44"."mom_missing",
    "t44"."yoy_missing",
    "t44"."newest_missing",
    "t44"."due_missing",
    "t44"."current",
    "t44"."summed",
    "t44"."summed_periods",
    "t44"."weighted",
    "t44"."weights",
    "t44"."weighted_periods",
    "t38"."kpi" AS "kpi_right",
    "t38"."path",
    "t38"."threshold"
  FROM t44 AS t44
  LEFT OUTER JOIN t38 AS t38
    ON "t44"."kpi" = "t38"."kpi"
), t46 AS (
  SELECT
    "t45"."kpi",
    "t45"."own",
    "t45"."today",
    "t45"."now",
    "t45"."due",
    "t45"."sense",
    "t45"."paused",
    "t45"."to_date",
    "t45"."prior_path",
    "t45"."rules",
    "t45"."baseline",
    "t45"."final",
    "t45"."low",
    "t45"."high",
    "t45"."best",
    "t45"."floor",
    "t45"."ceiling",
    "t45"."own_right",
    "t45"."today_right",
    "t45"."due_right",
    "t45"."now_right",
    "t45"."to_date_right",
    "t45"."judged",
    "t45"."newest",
    "t45"."week",
    "t45"."month",
    "t45"."prior",
    "t45"."first",
    "t45"."last_day",
    "t45"."point",
    "t45"."previous",
    "t45"."wow_now",
    "t45"."wow",
    "t45"."mom_now",
    "t45"."mom",
    "t45"."yoy",
    "t45"."previous_missing",
    "t45"."wow_now_missing",
    "t45"."wow_missing",
    "t45"."mom_now_missing",
    "t45"."mom_missing",
    "t45"."yoy_missing",
    "t45"."newest_missing",
    "t45"."due_missing",
    "t45"."current",
    "t45"."summed",
    "t45"."summed_periods",
    "t45"."weighted",
    "t45"."weights",
    "t45"."weighted_periods",
    "t45"."path",
    "t45"."threshold"
  FROM t45 AS t45
), t47 AS (
  SELECT
    "t46"."kpi",
    "t46"."own",
    "t46"."today",
    "t46"."now",
    "t46"."due",
    "t46"."sense",
    "t46"."paused",
    "t46"."to_date",
    "t46"."prior_path",
    "t46"."rules",
    "t46"."baseline",
    "t46"."final",
    "t46"."low",
    "t46"."high",
    "t46"."best",
    "t46"."floor",
    "t46"."ceiling",
    "t46"."own_right",
    "t46"."today_right",
    "t46"."due_right",
    "t46"."now_right",
    "t46"."to_date_right",
    "t46"."judged",
    "t46"."newest",
    "t46"."week",
    "t46"."month",
    "t46"."prior",
    "t46"."first",
    "t46"."last_day",
    "t46"."point",
    "t46"."previous",
    "t46"."wow_now",
    "t46"."wow",
    "t46"."mom_now",
    "t46"."mom",
    "t46"."yoy",
    "t46"."previous_missing",
    "t46"."wow_now_missing",
    "t46"."wow_missing",
    "t46"."mom_now_missing",
    "t46"."mom_missing",
    "t46"."yoy_missing",
    "t46"."newest_missing",
    "t46"."due_missing",
    "t46"."current",
    "t46"."summed",
    "t46"."summed_periods",
    "t46"."weighted",
    "t46"."weights",
    "t46"."weighted_periods",
    "t46"."path",
    "t46"."threshold",
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
        THEN CAST("t46"."weighted" AS DOUBLE PRECISION) / NULLIF("t46"."weights", 0.0)
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
      WHEN "t46"."path" IS NOT NULL
      THEN "t46"."path"
      WHEN "t46"."prior_path"
      THEN "t46"."yoy"
      ELSE NULL
    END AS "target"
  FROM t46 AS t46
), t48 AS (
  SELECT
    "t47"."kpi",
    "t47"."own",
    "t47"."today",
    "t47"."now",
    "t47"."due",
    "t47"."sense",
    "t47"."paused",
    "t47"."to_date",
    "t47"."prior_path",
    "t47"."rules",
    "t47"."baseline",
    "t47"."final",
    "t47"."low",
    "t47"."high",
    "t47"."best",
    "t47"."floor",
    "t47"."ceiling",
    "t47"."own_right",
    "t47"."today_right",
    "t47"."due_right",
    "t47"."now_right",
    "t47"."to_date_right",
    "t47"."judged",
    "t47"."newest",
    "t47"."week",
    "t47"."month",
    "t47"."prior",
    "t47"."first",
    "t47"."last_day",
    "t47"."point",
    "t47"."previous",
    "t47"."wow_now",
    "t47"."wow",
    "t47"."mom_now",
    "t47"."mom",
    "t47"."yoy",
    "t47"."previous_missing",
    "t47"."wow_now_missing",
    "t47"."wow_missing",
    "t47"."mom_now_missing",
    "t47"."mom_missing",
    "t47"."yoy_missing",
    "t47"."newest_missing",
    "t47"."due_missing",
    "t47"."current",
    "t47"."summed",
    "t47"."summed_periods",
    "t47"."weighted",
    "t47"."weights",
    "t47"."weighted_periods",
    "t47"."path",
    "t47"."threshold",
    "t47"."value",
    "t47"."target",
    CASE
      WHEN (
        "t47"."value" IS NULL
      )
      OR (
        (
          "t47"."target" IS NULL
        ) AND (
          "t47"."low" IS NULL
        )
      )
      THEN CAST(NULL AS VARCHAR)
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
        OR (
          "t47"."floor" IS NULL
        )
        THEN CAST(NULL AS DOUBLE PRECISION)
        WHEN "t47"."value" < "t47"."low"
        THEN (
          CAST(20 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
        ) - (
          (
            CAST((
              "t47"."low" - "t47"."value"
            ) AS DOUBLE PRECISION) / (
              "t47"."low" - "t47"."floor"
            )
          ) * (
            CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
          )
        )
        WHEN "t47"."value" > "t47"."high"
        THEN (
          CAST(20 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
        ) - (
          (
            CAST((
              "t47"."value" - "t47"."high"
            ) AS DOUBLE PRECISION) / (
              "t47"."ceiling" - "t47"."high"
            )
          ) * (
            CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
          )
        )
        WHEN "t47"."value" < "t47"."best"
        THEN 10.0 - (
          (
            CAST((
              "t47"."best" - "t47"."value"
            ) AS DOUBLE PRECISION) / (
              "t47"."best" - "t47"."low"
            )
          ) * (
            CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
          )
        )
        WHEN "t47"."value" > "t47"."best"
        THEN 10.0 - (
          (
            CAST((
              "t47"."value" - "t47"."best"
            ) AS DOUBLE PRECISION) / (
              "t47"."high" - "t47"."best"
            )
          ) * (
            CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
          )
        )
        ELSE 10.0
      END
      ELSE (
        CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
      ) + (
        (
          CAST((
            (
              "t47"."value" - "t47"."threshold"
            ) * "t47"."sense"
          ) AS DOUBLE PRECISION) / CASE
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
          CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
        )
      )
    END AS "raw"
  FROM t47 AS t47
), t49 AS (
  SELECT
    "t48"."kpi",
    "t48"."own",
    "t48"."today",
    "t48"."now",
    "t48"."due",
    "t48"."sense",
    "t48"."paused",
    "t48"."to_date",
    "t48"."prior_path",
    "t48"."rules",
    "t48"."baseline",
    "t48"."final",
    "t48"."low",
    "t48"."high",
    "t48"."best",
    "t48"."floor",
    "t48"."ceiling",
    "t48"."own_right",
    "t48"."today_right",
    "t48"."due_right",
    "t48"."now_right",
    "t48"."to_date_right",
    "t48"."judged",
    "t48"."newest",
    "t48"."week",
    "t48"."month",
    "t48"."prior",
    "t48"."first",
    "t48"."last_day",
    "t48"."point",
    "t48"."previous",
    "t48"."wow_now",
    "t48"."wow",
    "t48"."mom_now",
    "t48"."mom",
    "t48"."yoy",
    "t48"."previous_missing",
    "t48"."wow_now_missing",
    "t48"."wow_missing",
    "t48"."mom_now_missing",
    "t48"."mom_missing",
    "t48"."yoy_missing",
    "t48"."newest_missing",
    "t48"."due_missing",
    "t48"."current",
    "t48"."summed",
    "t48"."summed_periods",
    "t48"."weighted",
    "t48"."weights",
    "t48"."weighted_periods",
    "t48"."path",
    "t48"."threshold",
    "t48"."value",
    "t48"."target",
    "t48"."judged_status",
    "t48"."raw",
    CASE
      WHEN "t48"."paused"
      THEN 'paused'
      WHEN "t48"."value" IS NULL
      THEN 'no-data'
      WHEN "t48"."judged" < "t48"."due"
      THEN 'stale'
      WHEN (
        "t48"."target" IS NULL
      ) AND (
        "t48"."low" IS NULL
      )
      THEN 'no-target'
      ELSE 'ok'
    END AS "state"
  FROM t48 AS t48
), t50 AS (
  SELECT
    "t49"."kpi",
    "t49"."own",
    "t49"."today",
    "t49"."now",
    "t49"."due",
    "t49"."sense",
    "t49"."paused",
    "t49"."to_date",
    "t49"."prior_path",
    "t49"."rules",
    "t49"."baseline",
    "t49"."final",
    "t49"."low",
    "t49"."high",
    "t49"."best",
    "t49"."floor",
    "t49"."ceiling",
    "t49"."own_right",
    "t49"."today_right",
    "t49"."due_right",
    "t49"."now_right",
    "t49"."to_date_right",
    "t49"."judged",
    "t49"."newest",
    "t49"."week",
    "t49"."month",
    "t49"."prior",
    "t49"."first",
    "t49"."last_day",
    "t49"."point",
    "t49"."previous",
    "t49"."wow_now",
    "t49"."wow",
    "t49"."mom_now",
    "t49"."mom",
    "t49"."yoy",
    "t49"."previous_missing",
    "t49"."wow_now_missing",
    "t49"."wow_missing",
    "t49"."mom_now_missing",
    "t49"."mom_missing",
    "t49"."yoy_missing",
    "t49"."newest_missing",
    "t49"."due_missing",
    "t49"."current",
    "t49"."summed",
    "t49"."summed_periods",
    "t49"."weighted",
    "t49"."weights",
    "t49"."weighted_periods",
    "t49"."path",
    "t49"."threshold",
    "t49"."value",
    "t49"."target",
    "t49"."judged_status",
    "t49"."raw",
    "t49"."state",
    CASE WHEN "t49"."state" = 'ok' THEN "t49"."judged_status" ELSE NULL END AS "status",
    CASE WHEN "t49"."state" = 'stale' THEN "t49"."judged_status" ELSE NULL END AS "last_status",
    CASE
      WHEN "t49"."state" = 'ok'
      THEN CASE
        WHEN "t49"."raw" IS NULL
        THEN CAST(NULL AS DOUBLE PRECISION)
        WHEN "t49"."judged_status" = 'green'
        THEN CASE
          WHEN CASE
            WHEN "t49"."raw" < (
              CAST(20 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            )
            THEN CAST(20 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            ELSE "t49"."raw"
          END > 10.0
          THEN 10.0
          ELSE CASE
            WHEN "t49"."raw" < (
              CAST(20 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            )
            THEN CAST(20 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            ELSE "t49"."raw"
          END
        END
        WHEN "t49"."judged_status" = 'amber'
        THEN CASE
          WHEN CASE
            WHEN "t49"."raw" < (
              CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            )
            THEN CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            ELSE "t49"."raw"
          END > (
            (
              CAST(20 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            ) - (
              CAST(1 AS DOUBLE PRECISION) / CAST(1125899906842624 AS DOUBLE PRECISION)
            )
          )
          THEN (
            CAST(20 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
          ) - (
            CAST(1 AS DOUBLE PRECISION) / CAST(1125899906842624 AS DOUBLE PRECISION)
          )
          ELSE CASE
            WHEN "t49"."raw" < (
              CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            )
            THEN CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            ELSE "t49"."raw"
          END
        END
        WHEN "t49"."judged_status" = 'red'
        THEN CASE
          WHEN CASE WHEN "t49"."raw" < 0.0 THEN 0.0 ELSE "t49"."raw" END > (
            (
              CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
            ) - (
              CAST(1 AS DOUBLE PRECISION) / CAST(2251799813685248 AS DOUBLE PRECISION)
            )
          )
          THEN (
            CAST(10 AS DOUBLE PRECISION) / CAST(3 AS DOUBLE PRECISION)
          ) - (
            CAST(1 AS DOUBLE PRECISION) / CAST(2251799813685248 AS DOUBLE PRECISION)
          )
          ELSE CASE WHEN "t49"."raw" < 0.0 THEN 0.0 ELSE "t49"."raw" END
        END
        ELSE NULL
      END
      ELSE NULL
    END AS "score",
    CAST((
      "t49"."value" - "t49"."baseline"
    ) AS DOUBLE PRECISION) / NULLIF("t49"."final" - "t49"."baseline", 0.0) AS "progress",
    CAST((
      "t49"."value" - "t49"."baseline"
    ) AS DOUBLE PRECISION) / NULLIF("t49"."target" - "t49"."baseline", 0.0) AS "pace"
  FROM t49 AS t49
), t51 AS (
  SELECT
    "t50"."kpi",
    "t50"."judged",
    "t50"."due",
    "t50"."value",
    "t50"."point",
    "t50"."current",
    "t50"."previous",
    "t50"."wow_now",
    "t50"."wow",
    "t50"."mom_now",
    "t50"."mom",
    "t50"."yoy",
    "t50"."previous_missing",
    "t50"."wow_now_missing",
    "t50"."wow_missing",
    "t50"."mom_now_missing",
    "t50"."mom_missing",
    "t50"."yoy_missing",
    "t50"."newest_missing",
    "t50"."due_missing",
    "t50"."target",
    "t50"."threshold",
    "t50"."state",
    "t50"."status",
    "t50"."last_status",
    "t50"."score",
    "t50"."progress",
    "t50"."pace"
  FROM t50 AS t50
)
SELECT
  *
FROM t51 AS t51
ORDER BY
  "t51"."kpi" ASC
