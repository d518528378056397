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
), "t22" AS (
  SELECT
    "t21"."kpi",
    "t21"."judged",
    "t21"."newest",
    "t21"."week",
    "t21"."month",
    "t6"."prior",
    "t6"."first",
    "t6"."end_day" - 1 AS "last_day"
  FROM t21 AS t21
  INNER JOIN t10 AS t10
    ON "t21"."kpi" = "t10"."kpi"
  LEFT OUTER JOIN "period" AS "t6"
    ON "t10"."own" = "t6"."grain" AND "t21"."judged" = "t6"."number"
), t29 AS (
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
    "t24"."kpi" AS "kpi_right",
    "t24"."judged",
    "t24"."newest",
    "t24"."week",
    "t24"."month",
    "t24"."prior",
    "t24"."first",
    "t24"."last_day"
  FROM "kpi" AS "t5"
  LEFT OUTER JOIN "t22" AS "t24"
    ON "t5"."kpi" = "t24"."kpi"
), t31 AS (
  SELECT
    "t29".*
    EXCLUDE ("kpi_right")
  FROM t29 AS t29
), t28 AS (
  SELECT
    "t23"."kpi",
    "t23"."judged",
    "t23"."newest",
    "t23"."week",
    "t23"."month",
    "t23"."prior",
    "t23"."first"
  FROM "t22" AS "t23"
), t33 AS (
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
    "t28"."judged",
    "t28"."newest",
    "t28"."week",
    "t28"."month",
    "t28"."prior",
    "t28"."first"
  FROM "t17" AS "t19"
  INNER JOIN t28 AS t28
    ON "t19"."kpi" = "t28"."kpi"
), t36 AS (
  SELECT
    "t33"."kpi",
    MAX("t33"."value") FILTER(WHERE
      "t33"."is_own" AND (
        "t33"."number" = "t33"."judged"
      ) AND "t33"."whole") AS "point",
    MAX("t33"."value") FILTER(WHERE
      "t33"."is_own"
      AND (
        "t33"."number" = (
          "t33"."judged" - 1
        )
      )
      AND "t33"."whole") AS "previous",
    MAX("t33"."value") FILTER(WHERE
      (
        "t33"."grain" = 'week'
      )
      AND (
        "t33"."number" = "t33"."week"
      )
      AND "t33"."whole") AS "wow_now",
    MAX("t33"."value") FILTER(WHERE
      (
        "t33"."grain" = 'week'
      )
      AND (
        "t33"."number" = (
          "t33"."week" - 1
        )
      )
      AND "t33"."whole") AS "wow",
    MAX("t33"."value") FILTER(WHERE
      (
        "t33"."grain" = 'month'
      )
      AND (
        "t33"."number" = "t33"."month"
      )
      AND "t33"."whole") AS "mom_now",
    MAX("t33"."value") FILTER(WHERE
      (
        "t33"."grain" = 'month'
      )
      AND (
        "t33"."number" = (
          "t33"."month" - 1
        )
      )
      AND "t33"."whole") AS "mom",
    MAX("t33"."value") FILTER(WHERE
      "t33"."is_own" AND (
        "t33"."number" = "t33"."prior"
      ) AND "t33"."whole") AS "yoy",
    MAX(
      CASE
        WHEN "t33"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t33"."missing" IS NOT NULL
        THEN "t33"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      "t33"."is_own" AND (
        "t33"."number" = (
          "t33"."judged" - 1
        )
      )) AS "previous_missing",
    MAX(
      CASE
        WHEN "t33"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t33"."missing" IS NOT NULL
        THEN "t33"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t33"."grain" = 'week'
      ) AND (
        "t33"."number" = "t33"."week"
      )) AS "wow_now_missing",
    MAX(
      CASE
        WHEN "t33"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t33"."missing" IS NOT NULL
        THEN "t33"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t33"."grain" = 'week'
      )
      AND (
        "t33"."number" = (
          "t33"."week" - 1
        )
      )) AS "wow_missing",
    MAX(
      CASE
        WHEN "t33"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t33"."missing" IS NOT NULL
        THEN "t33"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t33"."grain" = 'month'
      ) AND (
        "t33"."number" = "t33"."month"
      )) AS "mom_now_missing",
    MAX(
      CASE
        WHEN "t33"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t33"."missing" IS NOT NULL
        THEN "t33"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      (
        "t33"."grain" = 'month'
      )
      AND (
        "t33"."number" = (
          "t33"."month" - 1
        )
      )) AS "mom_missing",
    MAX(
      CASE
        WHEN "t33"."whole"
        THEN CAST(NULL AS TEXT)
        WHEN "t33"."missing" IS NOT NULL
        THEN "t33"."missing"
        ELSE 'partial'
      END
    ) FILTER(WHERE
      "t33"."is_own" AND (
        "t33"."number" = "t33"."prior"
      )) AS "yoy_missing",
    MAX("t33"."missing") FILTER(WHERE
      "t33"."is_own" AND (
        "t33"."number" = "t33"."newest"
      )) AS "newest_missing",
    MAX("t33"."missing") FILTER(WHERE
      "t33"."is_own" AND (
        "t33"."number" = "t33"."due"
      )) AS "due_missing",
    MAX("t33"."value") FILTER(WHERE
      "t33"."is_own"
      AND NOT (
        "t33"."complete"
      )
      AND (
        "t33"."number" = "t33"."now"
      )) AS "current",
    SUM("t33"."value") FILTER(WHERE
      "t33"."is_own"
      AND "t33"."whole"
      AND (
        "t33"."number" >= "t33"."first"
      )
      AND (
        "t33"."number" <= "t33"."judged"
      )) AS "summed",
    COUNT("t33"."value") FILTER(WHERE
      "t33"."is_own"
      AND "t33"."whole"
      AND (
        "t33"."number" >= "t33"."first"
      )
      AND (
        "t33"."number" <= "t33"."judged"
      )) AS "summed_periods",
    SUM("t33"."value" * "t33"."denominator") FILTER(WHERE
      "t33"."is_own"
      AND "t33"."whole"
      AND (
        "t33"."number" >= "t33"."first"
      )
      AND (
        "t33"."number" <= "t33"."judged"
      )) AS "weighted",
    SUM("t33"."denominator") FILTER(WHERE
      "t33"."is_own"
      AND "t33"."whole"
      AND (
        "t33"."number" >= "t33"."first"
      )
      AND (
        "t33"."number" <= "t33"."judged"
      )) AS "weights",
    COUNT("t33"."denominator") FILTER(WHERE
      "t33"."is_own"
      AND "t33"."whole"
      AND (
        "t33"."number" >= "t33"."first"
      )
      AND (
        "t33"."number" <= "t33"."judged"
      )) AS "weighted_periods"
  FROM t33 AS t33
  GROUP BY
    1
), t38 AS (
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
    "t31"."baseline",
    "t31"."final",
    "t31"."low",
    "t31"."high",
    "t31"."best",
    "t31"."floor",
    "t31"."ceiling",
    "t31"."judged",
    "t31"."newest",
    "t31"."week",
    "t31"."month",
    "t31"."prior",
    "t31"."first",
    "t31"."last_day",
    "t36"."kpi" AS "kpi_right",
    "t36"."point",
    "t36"."previous",
    "t36"."wow_now",
    "t36"."wow",
    "t36"."mom_now",
    "t36"."mom",
    "t36"."yoy",
    "t36"."previous_missing",
    "t36"."wow_now_missing",
    "t36"."wow_missing",
    "t36"."mom_now_missing",
    "t36"."mom_missing",
    "t36"."yoy_missing",
    "t36"."newest_missing",
    "t36"."due_missing",
    "t36"."current",
    "t36"."summed",
    "t36"."summed_periods",
    "t36"."weighted",
    "t36"."weights",
    "t36"."weighted_periods"
  FROM t31 AS t31
  LEFT OUTER JOIN t36 AS t36
    ON "t31"."kpi" = "t36"."kpi"
), t40 AS (
  SELECT
    "t38".*
    EXCLUDE ("kpi_right")
  FROM t38 AS t38
), t27 AS (
  SELECT
    "t23"."kpi",
    "t23"."last_day"
  FROM "t22" AS "t23"
), t32 AS (
  SELECT
    "t4"."kpi",
    "t4"."role",
    "t4"."from_day",
    "t4"."to_day",
    "t4"."from_value",
    "t4"."to_value",
    "t27"."last_day"
  FROM "segment" AS "t4"
  INNER JOIN t27 AS t27
    ON "t4"."kpi" = "t27"."kpi"
), t37 AS (
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
), t41 AS (
  SELECT
    "t40"."kpi",
    "t40"."own",
    "t40"."today",
    "t40"."now",
    "t40"."due",
    "t40"."sense",
    "t40"."paused",
    "t40"."to_date",
    "t40"."prior_path",
    "t40"."baseline",
    "t40"."final",
    "t40"."low",
    "t40"."high",
    "t40"."best",
    "t40"."floor",
    "t40"."ceiling",
    "t40"."judged",
    "t40"."newest",
    "t40"."week",
    "t40"."month",
    "t40"."prior",
    "t40"."first",
    "t40"."last_day",
    "t40"."point",
    "t40"."previous",
    "t40"."wow_now",
    "t40"."wow",
    "t40"."mom_now",
    "t40"."mom",
    "t40"."yoy",
    "t40"."previous_missing",
    "t40"."wow_now_missing",
    "t40"."wow_missing",
    "t40"."mom_now_missing",
    "t40"."mom_missing",
    "t40"."yoy_missing",
    "t40"."newest_missing",
    "t40"."due_missing",
    "t40"."current",
    "t40"."summed",
    "t40"."summed_periods",
    "t40"."weighted",
    "t40"."weights",
    "t40"."weighted_periods",
    "t37"."kpi" AS "kpi_right",
    "t37"."path",
    "t37"."threshold"
  FROM t40 AS t40
  LEFT OUTER JOIN t37 AS t37
    ON "t40"."kpi" = "t37"."kpi"
), t42 AS (
  SELECT
    "t41".*
    EXCLUDE ("kpi_right")
  FROM t41 AS t41
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
    "t42"."path",
    "t42"."threshold",
    CASE
      WHEN "t42"."to_date"
      THEN CASE
        WHEN (
          "t42"."summed_periods" = (
            (
              "t42"."judged" - "t42"."first"
            ) + 1
          )
        )
        AND (
          "t42"."weighted_periods" = "t42"."summed_periods"
        )
        THEN "t42"."weighted" / NULLIF("t42"."weights", 0.0)
        WHEN "t42"."summed_periods" = (
          (
            "t42"."judged" - "t42"."first"
          ) + 1
        )
        THEN "t42"."summed"
        ELSE NULL
      END
      ELSE "t42"."point"
    END AS "value",
    CASE
      WHEN "t42"."path" IS NOT NULL
      THEN "t42"."path"
      WHEN "t42"."prior_path"
      THEN "t42"."yoy"
      ELSE NULL
    END AS "target"
  FROM t42 AS t42
), t44 AS (
  SELECT
    "t43"."kpi",
    "t43"."own",
    "t43"."today",
    "t43"."now",
    "t43"."due",
    "t43"."sense",
    "t43"."paused",
    "t43"."to_date",
    "t43"."prior_path",
    "t43"."baseline",
    "t43"."final",
    "t43"."low",
    "t43"."high",
    "t43"."best",
    "t43"."floor",
    "t43"."ceiling",
    "t43"."judged",
    "t43"."newest",
    "t43"."week",
    "t43"."month",
    "t43"."prior",
    "t43"."first",
    "t43"."last_day",
    "t43"."point",
    "t43"."previous",
    "t43"."wow_now",
    "t43"."wow",
    "t43"."mom_now",
    "t43"."mom",
    "t43"."yoy",
    "t43"."previous_missing",
    "t43"."wow_now_missing",
    "t43"."wow_missing",
    "t43"."mom_now_missing",
    "t43"."mom_missing",
    "t43"."yoy_missing",
    "t43"."newest_missing",
    "t43"."due_missing",
    "t43"."current",
    "t43"."summed",
    "t43"."summed_periods",
    "t43"."weighted",
    "t43"."weights",
    "t43"."weighted_periods",
    "t43"."path",
    "t43"."threshold",
    "t43"."value",
    "t43"."target",
    CASE
      WHEN (
        "t43"."value" IS NULL
      )
      OR (
        (
          "t43"."target" IS NULL
        ) AND (
          "t43"."low" IS NULL
        )
      )
      THEN CAST(NULL AS TEXT)
      WHEN (
        (
          "t43"."sense" = 1
        ) AND (
          "t43"."value" < "t43"."threshold"
        )
      )
      OR (
        (
          "t43"."sense" = -1
        ) AND (
          "t43"."value" > "t43"."threshold"
        )
      )
      OR (
        (
          "t43"."sense" = 0
        )
        AND (
          (
            "t43"."value" < "t43"."floor"
          ) OR (
            "t43"."value" > "t43"."ceiling"
          )
        )
      )
      THEN 'red'
      WHEN (
        (
          "t43"."sense" = 1
        ) AND (
          "t43"."value" >= "t43"."target"
        )
      )
      OR (
        (
          "t43"."sense" = -1
        ) AND (
          "t43"."value" <= "t43"."target"
        )
      )
      OR (
        (
          "t43"."sense" = 0
        )
        AND (
          "t43"."value" >= "t43"."low"
        )
        AND (
          "t43"."value" <= "t43"."high"
        )
      )
      THEN 'green'
      ELSE 'amber'
    END AS "judged_status",
    CASE
      WHEN "t43"."sense" = 0
      THEN CASE
        WHEN NOT (
          (
            "t43"."floor" < "t43"."low"
          ) AND (
            "t43"."high" < "t43"."ceiling"
          )
        )
        OR (
          "t43"."floor" IS NULL
        )
        THEN CAST(NULL AS DOUBLE)
        WHEN "t43"."value" < "t43"."low"
        THEN (
          20.0 / 3.0
        ) - (
          (
            (
              "t43"."low" - "t43"."value"
            ) / (
              "t43"."low" - "t43"."floor"
            )
          ) * (
            10.0 / 3.0
          )
        )
        WHEN "t43"."value" > "t43"."high"
        THEN (
          20.0 / 3.0
        ) - (
          (
            (
              "t43"."value" - "t43"."high"
            ) / (
              "t43"."ceiling" - "t43"."high"
            )
          ) * (
            10.0 / 3.0
          )
        )
        WHEN "t43"."value" < "t43"."best"
        THEN 10.0 - (
          (
            (
              "t43"."best" - "t43"."value"
            ) / (
              "t43"."best" - "t43"."low"
            )
          ) * (
            10.0 / 3.0
          )
        )
        WHEN "t43"."value" > "t43"."best"
        THEN 10.0 - (
          (
            (
              "t43"."value" - "t43"."best"
            ) / (
              "t43"."high" - "t43"."best"
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
              "t43"."value" - "t43"."threshold"
            ) * "t43"."sense"
          ) / CASE
            WHEN (
              (
                "t43"."target" - "t43"."threshold"
              ) * "t43"."sense"
            ) > 0
            THEN (
              "t43"."target" - "t43"."threshold"
            ) * "t43"."sense"
            ELSE NULL
          END
        ) * (
          10.0 / 3.0
        )
      )
    END AS "raw"
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
    "t44"."value",
    "t44"."target",
    "t44"."judged_status",
    "t44"."raw",
    CASE
      WHEN "t44"."paused"
      THEN 'paused'
      WHEN "t44"."value" IS NULL
      THEN 'no-data'
      WHEN "t44"."judged" < "t44"."due"
      THEN 'stale'
      WHEN (
        "t44"."target" IS NULL
      ) AND (
        "t44"."low" IS NULL
      )
      THEN 'no-target'
      ELSE 'ok'
    END AS "state"
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
    "t45"."judged_status",
    "t45"."raw",
    "t45"."state",
    CASE WHEN "t45"."state" = 'ok' THEN "t45"."judged_status" ELSE NULL END AS "status",
    CASE WHEN "t45"."state" = 'stale' THEN "t45"."judged_status" ELSE NULL END AS "last_status",
    CASE
      WHEN "t45"."state" = 'ok'
      THEN CASE
        WHEN "t45"."raw" IS NULL
        THEN CAST(NULL AS DOUBLE)
        WHEN "t45"."judged_status" = 'green'
        THEN CASE
          WHEN CASE WHEN "t45"."raw" < (
            20.0 / 3.0
          ) THEN 20.0 / 3.0 ELSE "t45"."raw" END > 10.0
          THEN 10.0
          ELSE CASE WHEN "t45"."raw" < (
            20.0 / 3.0
          ) THEN 20.0 / 3.0 ELSE "t45"."raw" END
        END
        WHEN "t45"."judged_status" = 'amber'
        THEN CASE
          WHEN CASE WHEN "t45"."raw" < (
            10.0 / 3.0
          ) THEN 10.0 / 3.0 ELSE "t45"."raw" END > (
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
          ELSE CASE WHEN "t45"."raw" < (
            10.0 / 3.0
          ) THEN 10.0 / 3.0 ELSE "t45"."raw" END
        END
        WHEN "t45"."judged_status" = 'red'
        THEN CASE
          WHEN CASE WHEN "t45"."raw" < 0.0 THEN 0.0 ELSE "t45"."raw" END > (
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
          ELSE CASE WHEN "t45"."raw" < 0.0 THEN 0.0 ELSE "t45"."raw" END
        END
        ELSE NULL
      END
      ELSE NULL
    END AS "score",
    (
      "t45"."value" - "t45"."baseline"
    ) / NULLIF("t45"."final" - "t45"."baseline", 0.0) AS "progress",
    (
      "t45"."value" - "t45"."baseline"
    ) / NULLIF("t45"."target" - "t45"."baseline", 0.0) AS "pace"
  FROM t45 AS t45
), t47 AS (
  SELECT
    "t46"."kpi",
    "t46"."judged",
    "t46"."due",
    "t46"."value",
    "t46"."point",
    "t46"."current",
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
    "t46"."target",
    "t46"."threshold",
    "t46"."state",
    "t46"."status",
    "t46"."last_status",
    "t46"."score",
    "t46"."progress",
    "t46"."pace"
  FROM t46 AS t46
)
SELECT
  *
FROM t47 AS t47
ORDER BY
  "t47"."kpi" ASC
