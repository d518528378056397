WITH t14 AS (
  SELECT
    *
  FROM "observation" AS "t3"
  WHERE
    "t3"."slice" = ''
), t11 AS (
  SELECT
    "t1"."kpi",
    "t1"."own",
    "t1"."today",
    "t1"."now",
    "t1"."due"
  FROM "kpi" AS "t1"
), t12 AS (
  SELECT
    "t2"."grain",
    "t2"."number",
    "t2"."end_day"
  FROM "period" AS "t2"
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
    "t11"."own",
    "t11"."today",
    "t11"."now",
    "t11"."due",
    "t12"."end_day"
  FROM t14 AS t14
  INNER JOIN t11 AS t11
    ON "t14"."kpi" = "t11"."kpi"
  INNER JOIN t12 AS t12
    ON "t14"."grain" = "t12"."grain" AND "t14"."number" = "t12"."number"
), t16 AS (
  SELECT
    "t15"."kpi",
    "t15"."grain",
    "t15"."number",
    "t15"."complete",
    "t15"."value",
    "t15"."denominator",
    "t15"."missing",
    "t15"."slice",
    "t15"."own",
    "t15"."today",
    "t15"."now",
    "t15"."due",
    "t15"."end_day",
    "t15"."grain" = "t15"."own" AS "is_own",
    "t15"."complete" AND (
      "t15"."end_day" <= "t15"."today"
    ) AS "ended"
  FROM t15 AS t15
), "t17" AS (
  SELECT
    "t16"."kpi",
    "t16"."grain",
    "t16"."number",
    "t16"."complete",
    "t16"."value",
    "t16"."denominator",
    "t16"."missing",
    "t16"."slice",
    "t16"."own",
    "t16"."today",
    "t16"."now",
    "t16"."due",
    "t16"."end_day",
    "t16"."is_own",
    "t16"."ended",
    "t16"."ended" AND (
      "t16"."value" IS NOT NULL
    ) AS "whole"
  FROM t16 AS t16
), t21 AS (
  SELECT
    "t18"."kpi",
    MAX("t18"."number") FILTER(WHERE
      "t18"."is_own" AND "t18"."whole") AS "judged",
    MAX("t18"."number") FILTER(WHERE
      "t18"."is_own" AND (
        "t18"."end_day" <= "t18"."today"
      )) AS "newest",
    MAX("t18"."number") FILTER(WHERE
      "t18"."ended"
      AND (
        "t18"."whole" OR NOT (
          "t18"."is_own"
        )
      )
      AND (
        "t18"."grain" = 'week'
      )) AS "week",
    MAX("t18"."number") FILTER(WHERE
      "t18"."ended"
      AND (
        "t18"."whole" OR NOT (
          "t18"."is_own"
        )
      )
      AND (
        "t18"."grain" = 'month'
      )) AS "month"
  FROM "t17" AS "t18"
  GROUP BY
    1
), t10 AS (
  SELECT
    "t1"."kpi",
    "t1"."own",
    "t1"."today"
  FROM "kpi" AS "t1"
), t22 AS (
  SELECT
    "t21"."kpi",
    "t21"."judged",
    "t21"."newest",
    "t21"."week",
    "t21"."month",
    "t10"."own",
    "t10"."today",
    "t6"."grain",
    "t6"."number",
    "t6"."end_day",
    "t6"."prior",
    "t6"."first"
  FROM t21 AS t21
  INNER JOIN t10 AS t10
    ON "t21"."kpi" = "t10"."kpi"
  LEFT OUTER JOIN "period" AS "t6"
    ON "t10"."own" = "t6"."grain" AND "t21"."judged" = "t6"."number"
), t23 AS (
  SELECT
    "t22"."kpi",
    "t22"."judged",
    "t22"."newest",
    "t22"."week",
    "t22"."month",
    "t22"."own",
    "t22"."today",
    "t22"."grain",
    "t22"."number",
    "t22"."end_day",
    "t22"."prior",
    "t22"."first",
    "t22"."end_day" - 1 AS "last_day"
  FROM t22 AS t22
), t24 AS (
  SELECT
    "t23".*
    EXCLUDE ("end_day", "grain", "number")
  FROM t23 AS t23
), t27 AS (
  SELECT
    "t24".*
    EXCLUDE ("own", "today")
  FROM t24 AS t24
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
    "t5"."baseline",
    "t5"."final",
    "t5"."low",
    "t5"."high",
    "t5"."best",
    "t5"."floor",
    "t5"."ceiling",
    "t27"."kpi" AS "kpi_right",
    "t27"."judged",
    "t27"."newest",
    "t27"."week",
    "t27"."month",
    "t27"."prior",
    "t27"."first",
    "t27"."last_day"
  FROM "kpi" AS "t5"
  LEFT OUTER JOIN t27 AS t27
    ON "t5"."kpi" = "t27"."kpi"
), t35 AS (
  SELECT
    "t31".*
    EXCLUDE ("kpi_right")
  FROM t31 AS t31
), t30 AS (
  SELECT
    "t24"."kpi",
    "t24"."judged",
    "t24"."newest",
    "t24"."week",
    "t24"."month",
    "t24"."prior",
    "t24"."first"
  FROM t24 AS t24
), t34 AS (
  SELECT
    "t19"."kpi",
    "t19"."grain",
    "t19"."number",
    "t19"."complete",
    "t19"."value",
    "t19"."denominator",
    "t19"."missing",
    "t19"."slice",
    "t19"."own",
    "t19"."today",
    "t19"."now",
    "t19"."due",
    "t19"."end_day",
    "t19"."is_own",
    "t19"."ended",
    "t19"."whole",
    "t30"."judged",
    "t30"."newest",
    "t30"."week",
    "t30"."month",
    "t30"."prior",
    "t30"."first"
  FROM "t17" AS "t19"
  INNER JOIN t30 AS t30
    ON "t19"."kpi" = "t30"."kpi"
), t38 AS (
  SELECT
    "t34"."kpi",
    MAX("t34"."value") FILTER(WHERE
      "t34"."is_own" AND (
        "t34"."number" = "t34"."judged"
      ) AND "t34"."whole") AS "point",
    MAX("t34"."value") FILTER(WHERE
      "t34"."is_own"
      AND (
        "t34"."number" = (
          "t34"."judged" - 1
        )
      )
      AND "t34"."whole") AS "previous",
    MAX("t34"."value") FILTER(WHERE
      (
        "t34"."grain" = 'week'
      )
      AND (
        "t34"."number" = "t34"."week"
      )
      AND "t34"."whole") AS "wow_now",
    MAX("t34"."value") FILTER(WHERE
      (
        "t34"."grain" = 'week'
      )
      AND (
        "t34"."number" = (
          "t34"."week" - 1
        )
      )
      AND "t34"."whole") AS "wow",
    MAX("t34"."value") FILTER(WHERE
      (
        "t34"."grain" = 'month'
      )
      AND (
        "t34"."number" = "t34"."month"
      )
      AND "t34"."whole") AS "mom_now",
    MAX("t34"."value") FILTER(WHERE
      (
        "t34"."grain" = 'month'
      )
      AND (
        "t34"."number" = (
          "t34"."month" - 1
        )
      )
      AND "t34"."whole") AS "mom",
    MAX("t34"."value") FILTER(WHERE
      "t34"."is_own" AND (
        "t34"."number" = "t34"."prior"
      ) AND "t34"."whole") AS "yoy",
    MAX(
      CASE
        WHEN "t34"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t34"."missing" IS NOT NULL
        THEN "t34"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      "t34"."is_own" AND (
        "t34"."number" = (
          "t34"."judged" - 1
        )
      )) AS "previous_missing",
    MAX(
      CASE
        WHEN "t34"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t34"."missing" IS NOT NULL
        THEN "t34"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t34"."grain" = 'week'
      ) AND (
        "t34"."number" = "t34"."week"
      )) AS "wow_now_missing",
    MAX(
      CASE
        WHEN "t34"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t34"."missing" IS NOT NULL
        THEN "t34"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t34"."grain" = 'week'
      )
      AND (
        "t34"."number" = (
          "t34"."week" - 1
        )
      )) AS "wow_missing",
    MAX(
      CASE
        WHEN "t34"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t34"."missing" IS NOT NULL
        THEN "t34"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t34"."grain" = 'month'
      ) AND (
        "t34"."number" = "t34"."month"
      )) AS "mom_now_missing",
    MAX(
      CASE
        WHEN "t34"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t34"."missing" IS NOT NULL
        THEN "t34"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t34"."grain" = 'month'
      )
      AND (
        "t34"."number" = (
          "t34"."month" - 1
        )
      )) AS "mom_missing",
    MAX(
      CASE
        WHEN "t34"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t34"."missing" IS NOT NULL
        THEN "t34"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      "t34"."is_own" AND (
        "t34"."number" = "t34"."prior"
      )) AS "yoy_missing",
    MAX("t34"."missing") FILTER(WHERE
      "t34"."is_own" AND (
        "t34"."number" = "t34"."newest"
      )) AS "newest_missing",
    MAX("t34"."missing") FILTER(WHERE
      "t34"."is_own" AND (
        "t34"."number" = "t34"."due"
      )) AS "due_missing",
    MAX("t34"."value") FILTER(WHERE
      "t34"."is_own"
      AND NOT (
        "t34"."complete"
      )
      AND (
        "t34"."number" = "t34"."now"
      )) AS "current",
    SUM("t34"."value") FILTER(WHERE
      "t34"."is_own"
      AND "t34"."whole"
      AND (
        "t34"."number" >= "t34"."first"
      )
      AND (
        "t34"."number" <= "t34"."judged"
      )) AS "summed",
    COUNT("t34"."value") FILTER(WHERE
      "t34"."is_own"
      AND "t34"."whole"
      AND (
        "t34"."number" >= "t34"."first"
      )
      AND (
        "t34"."number" <= "t34"."judged"
      )) AS "summed_periods",
    SUM("t34"."value" * "t34"."denominator") FILTER(WHERE
      "t34"."is_own"
      AND "t34"."whole"
      AND (
        "t34"."number" >= "t34"."first"
      )
      AND (
        "t34"."number" <= "t34"."judged"
      )) AS "weighted",
    SUM("t34"."denominator") FILTER(WHERE
      "t34"."is_own"
      AND "t34"."whole"
      AND (
        "t34"."number" >= "t34"."first"
      )
      AND (
        "t34"."number" <= "t34"."judged"
      )) AS "weights",
    COUNT("t34"."denominator") FILTER(WHERE
      "t34"."is_own"
      AND "t34"."whole"
      AND (
        "t34"."number" >= "t34"."first"
      )
      AND (
        "t34"."number" <= "t34"."judged"
      )) AS "weighted_periods"
  FROM t34 AS t34
  GROUP BY
    1
), t40 AS (
  SELECT
    "t35"."kpi",
    "t35"."own",
    "t35"."today",
    "t35"."now",
    "t35"."due",
    "t35"."sense",
    "t35"."paused",
    "t35"."to_date",
    "t35"."prior_path",
    "t35"."baseline",
    "t35"."final",
    "t35"."low",
    "t35"."high",
    "t35"."best",
    "t35"."floor",
    "t35"."ceiling",
    "t35"."judged",
    "t35"."newest",
    "t35"."week",
    "t35"."month",
    "t35"."prior",
    "t35"."first",
    "t35"."last_day",
    "t38"."kpi" AS "kpi_right",
    "t38"."point",
    "t38"."previous",
    "t38"."wow_now",
    "t38"."wow",
    "t38"."mom_now",
    "t38"."mom",
    "t38"."yoy",
    "t38"."previous_missing",
    "t38"."wow_now_missing",
    "t38"."wow_missing",
    "t38"."mom_now_missing",
    "t38"."mom_missing",
    "t38"."yoy_missing",
    "t38"."newest_missing",
    "t38"."due_missing",
    "t38"."current",
    "t38"."summed",
    "t38"."summed_periods",
    "t38"."weighted",
    "t38"."weights",
    "t38"."weighted_periods"
  FROM t35 AS t35
  LEFT OUTER JOIN t38 AS t38
    ON "t35"."kpi" = "t38"."kpi"
), t42 AS (
  SELECT
    "t40".*
    EXCLUDE ("kpi_right")
  FROM t40 AS t40
), t29 AS (
  SELECT
    "t24"."kpi",
    "t24"."last_day"
  FROM t24 AS t24
), t32 AS (
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
), t39 AS (
  SELECT
    "t32"."kpi",
    MAX(
      "t32"."from_value" + (
        (
          "t32"."to_value" - "t32"."from_value"
        ) * (
          CAST("t32"."last_day" - "t32"."from_day" AS DOUBLE) / CAST("t32"."to_day" - "t32"."from_day" AS DOUBLE)
        )
      )
    ) FILTER(WHERE
      (
        "t32"."from_day" <= "t32"."last_day"
      )
      AND (
        "t32"."last_day" < "t32"."to_day"
      )
      AND (
        "t32"."role" = 'target'
      )) AS "path",
    MAX(
      "t32"."from_value" + (
        (
          "t32"."to_value" - "t32"."from_value"
        ) * (
          CAST("t32"."last_day" - "t32"."from_day" AS DOUBLE) / CAST("t32"."to_day" - "t32"."from_day" AS DOUBLE)
        )
      )
    ) FILTER(WHERE
      (
        "t32"."from_day" <= "t32"."last_day"
      )
      AND (
        "t32"."last_day" < "t32"."to_day"
      )
      AND (
        "t32"."role" = 'threshold'
      )) AS "threshold"
  FROM t32 AS t32
  GROUP BY
    1
), t43 AS (
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
    "t42"."baseline",
    "t42"."final",
    "t42"."low",
    "t42"."high",
    "t42"."best",
    "t42"."floor",
    "t42"."ceiling",
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
    "t42"."weighted_periods",
    "t39"."kpi" AS "kpi_right",
    "t39"."path",
    "t39"."threshold"
  FROM t42 AS t42
  LEFT OUTER JOIN t39 AS t39
    ON "t42"."kpi" = "t39"."kpi"
), t44 AS (
  SELECT
    "t43".*
    EXCLUDE ("kpi_right")
  FROM t43 AS t43
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
    "t44"."baseline",
    "t44"."final",
    "t44"."low",
    "t44"."high",
    "t44"."best",
    "t44"."floor",
    "t44"."ceiling",
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
    "t44"."path",
    "t44"."threshold",
    CASE
      WHEN "t44"."to_date"
      THEN CASE
        WHEN (
          "t44"."summed_periods" = (
            (
              "t44"."judged" - "t44"."first"
            ) + 1
          )
        )
        AND (
          "t44"."weighted_periods" = "t44"."summed_periods"
        )
        THEN "t44"."weighted" / NULLIF("t44"."weights", 0.0)
        WHEN "t44"."summed_periods" = (
          (
            "t44"."judged" - "t44"."first"
          ) + 1
        )
        THEN "t44"."summed"
        ELSE NULL
      END
      ELSE "t44"."point"
    END AS "value",
    CASE
      WHEN "t44"."path" IS NOT NULL
      THEN "t44"."path"
      WHEN "t44"."prior_path"
      THEN "t44"."yoy"
      ELSE NULL
    END AS "target"
  FROM t44 AS t44
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
    "t45"."baseline",
    "t45"."final",
    "t45"."low",
    "t45"."high",
    "t45"."best",
    "t45"."floor",
    "t45"."ceiling",
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
    "t45"."threshold",
    "t45"."value",
    "t45"."target",
    CASE
      WHEN (
        "t45"."value" IS NULL
      )
      OR (
        (
          "t45"."target" IS NULL
        ) AND (
          "t45"."low" IS NULL
        )
      )
      THEN CAST(NULL AS TEXT)
      WHEN (
        (
          "t45"."sense" = 1
        ) AND (
          "t45"."value" < "t45"."threshold"
        )
      )
      OR (
        (
          "t45"."sense" = -1
        ) AND (
          "t45"."value" > "t45"."threshold"
        )
      )
      OR (
        (
          "t45"."sense" = 0
        )
        AND (
          (
            "t45"."value" < "t45"."floor"
          ) OR (
            "t45"."value" > "t45"."ceiling"
          )
        )
      )
      THEN 'red'
      WHEN (
        (
          "t45"."sense" = 1
        ) AND (
          "t45"."value" >= "t45"."target"
        )
      )
      OR (
        (
          "t45"."sense" = -1
        ) AND (
          "t45"."value" <= "t45"."target"
        )
      )
      OR (
        (
          "t45"."sense" = 0
        )
        AND (
          "t45"."value" >= "t45"."low"
        )
        AND (
          "t45"."value" <= "t45"."high"
        )
      )
      THEN 'green'
      ELSE 'amber'
    END AS "judged_status",
    CASE
      WHEN "t45"."sense" = 0
      THEN CASE
        WHEN NOT (
          (
            "t45"."floor" < "t45"."low"
          ) AND (
            "t45"."high" < "t45"."ceiling"
          )
        )
        OR (
          "t45"."floor" IS NULL
        )
        THEN CAST(NULL AS DOUBLE)
        WHEN "t45"."value" < "t45"."low"
        THEN (
          20.0 / 3.0
        ) - (
          (
            (
              "t45"."low" - "t45"."value"
            ) / (
              "t45"."low" - "t45"."floor"
            )
          ) * (
            10.0 / 3.0
          )
        )
        WHEN "t45"."value" > "t45"."high"
        THEN (
          20.0 / 3.0
        ) - (
          (
            (
              "t45"."value" - "t45"."high"
            ) / (
              "t45"."ceiling" - "t45"."high"
            )
          ) * (
            10.0 / 3.0
          )
        )
        WHEN "t45"."value" < "t45"."best"
        THEN 10.0 - (
          (
            (
              "t45"."best" - "t45"."value"
            ) / (
              "t45"."best" - "t45"."low"
            )
          ) * (
            10.0 / 3.0
          )
        )
        WHEN "t45"."value" > "t45"."best"
        THEN 10.0 - (
          (
            (
              "t45"."value" - "t45"."best"
            ) / (
              "t45"."high" - "t45"."best"
            )
          ) * (
            10.0 / 3.0
          )
        )
        ELSE 10.0
      END
      ELSE (
        10.0 / 3.0
      ) + (
        (
          (
            (
              "t45"."value" - "t45"."threshold"
            ) * "t45"."sense"
          ) / CASE
            WHEN (
              (
                "t45"."target" - "t45"."threshold"
              ) * "t45"."sense"
            ) > 0
            THEN (
              "t45"."target" - "t45"."threshold"
            ) * "t45"."sense"
            ELSE NULL
          END
        ) * (
          10.0 / 3.0
        )
      )
    END AS "raw"
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
    "t46"."baseline",
    "t46"."final",
    "t46"."low",
    "t46"."high",
    "t46"."best",
    "t46"."floor",
    "t46"."ceiling",
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
    "t46"."value",
    "t46"."target",
    "t46"."judged_status",
    "t46"."raw",
    CASE
      WHEN "t46"."paused"
      THEN 'paused'
      WHEN "t46"."value" IS NULL
      THEN 'no-data'
      WHEN "t46"."judged" < "t46"."due"
      THEN 'stale'
      WHEN (
        "t46"."target" IS NULL
      ) AND (
        "t46"."low" IS NULL
      )
      THEN 'no-target'
      ELSE 'ok'
    END AS "state"
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
    "t47"."baseline",
    "t47"."final",
    "t47"."low",
    "t47"."high",
    "t47"."best",
    "t47"."floor",
    "t47"."ceiling",
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
    "t47"."judged_status",
    "t47"."raw",
    "t47"."state",
    CASE WHEN "t47"."state" = 'ok' THEN "t47"."judged_status" ELSE NULL END AS "status",
    CASE WHEN "t47"."state" = 'stale' THEN "t47"."judged_status" ELSE NULL END AS "last_status",
    CASE
      WHEN "t47"."state" = 'ok'
      THEN CASE
        WHEN "t47"."raw" IS NULL
        THEN CAST(NULL AS DOUBLE)
        WHEN "t47"."judged_status" = 'green'
        THEN CASE
          WHEN CASE WHEN "t47"."raw" < (
            20.0 / 3.0
          ) THEN 20.0 / 3.0 ELSE "t47"."raw" END > 10.0
          THEN 10.0
          ELSE CASE WHEN "t47"."raw" < (
            20.0 / 3.0
          ) THEN 20.0 / 3.0 ELSE "t47"."raw" END
        END
        WHEN "t47"."judged_status" = 'amber'
        THEN CASE
          WHEN CASE WHEN "t47"."raw" < (
            10.0 / 3.0
          ) THEN 10.0 / 3.0 ELSE "t47"."raw" END > (
            (
              20.0 / 3.0
            ) - (
              1.0 / 1125899906842624.0
            )
          )
          THEN (
            20.0 / 3.0
          ) - (
            1.0 / 1125899906842624.0
          )
          ELSE CASE WHEN "t47"."raw" < (
            10.0 / 3.0
          ) THEN 10.0 / 3.0 ELSE "t47"."raw" END
        END
        WHEN "t47"."judged_status" = 'red'
        THEN CASE
          WHEN CASE WHEN "t47"."raw" < 0.0 THEN 0.0 ELSE "t47"."raw" END > (
            (
              10.0 / 3.0
            ) - (
              1.0 / 2251799813685248.0
            )
          )
          THEN (
            10.0 / 3.0
          ) - (
            1.0 / 2251799813685248.0
          )
          ELSE CASE WHEN "t47"."raw" < 0.0 THEN 0.0 ELSE "t47"."raw" END
        END
        ELSE NULL
      END
      ELSE NULL
    END AS "score",
    (
      "t47"."value" - "t47"."baseline"
    ) / NULLIF("t47"."final" - "t47"."baseline", 0.0) AS "progress",
    (
      "t47"."value" - "t47"."baseline"
    ) / NULLIF("t47"."target" - "t47"."baseline", 0.0) AS "pace"
  FROM t47 AS t47
), t49 AS (
  SELECT
    "t48"."kpi",
    "t48"."judged",
    "t48"."due",
    "t48"."value",
    "t48"."point",
    "t48"."current",
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
    "t48"."target",
    "t48"."threshold",
    "t48"."state",
    "t48"."status",
    "t48"."last_status",
    "t48"."score",
    "t48"."progress",
    "t48"."pace"
  FROM t48 AS t48
)
SELECT
  *
FROM t49 AS t49
ORDER BY
  "t49"."kpi" ASC
