WITH t8 AS (
  SELECT
    *
  FROM "observation" AS "t1"
  WHERE
    "t1"."slice" = '' AND "t1"."complete" AND "t1"."value" IS NOT NULL
), t16 AS (
  SELECT
    "t8"."kpi",
    "t8"."grain",
    "t8"."number",
    "t8"."denominator",
    "t8"."value" AS "point"
  FROM t8 AS t8
), t9 AS (
  SELECT
    "t2"."grain",
    "t2"."number",
    "t2"."end_day",
    "t2"."prior",
    "t2"."first"
  FROM "period" AS "t2"
), t10 AS (
  SELECT
    "t3"."kpi",
    "t3"."own",
    "t3"."today",
    "t3"."due",
    "t3"."sense",
    "t3"."paused",
    "t3"."to_date",
    "t3"."prior_path",
    "t3"."rules",
    "t3"."low",
    "t3"."high",
    "t3"."floor",
    "t3"."ceiling"
  FROM "kpi" AS "t3"
), t17 AS (
  SELECT
    "t16"."kpi",
    "t16"."grain",
    "t16"."number",
    "t16"."denominator",
    "t16"."point",
    "t9"."end_day",
    "t9"."prior",
    "t9"."first",
    "t10"."own",
    "t10"."today",
    "t10"."due",
    "t10"."sense",
    "t10"."paused",
    "t10"."to_date",
    "t10"."prior_path",
    "t10"."rules",
    "t10"."low",
    "t10"."high",
    "t10"."floor",
    "t10"."ceiling"
  FROM t16 AS t16
  INNER JOIN t9 AS t9
    ON "t16"."grain" = "t9"."grain" AND "t16"."number" = "t9"."number"
  INNER JOIN t10 AS t10
    ON "t16"."kpi" = "t10"."kpi" AND "t16"."grain" = "t10"."own"
), t18 AS (
  SELECT
    *
  FROM t17 AS t17
  WHERE
    "t17"."end_day" <= "t17"."today"
), t19 AS (
  SELECT
    "t18"."kpi",
    "t18"."number",
    "t18"."point",
    "t18"."denominator",
    "t18"."prior",
    "t18"."first",
    "t18"."own",
    "t18"."today",
    "t18"."due",
    "t18"."sense",
    "t18"."paused",
    "t18"."to_date",
    "t18"."prior_path",
    "t18"."rules",
    "t18"."low",
    "t18"."high",
    "t18"."floor",
    "t18"."ceiling",
    "t18"."end_day" - 1 AS "last_day"
  FROM t18 AS t18
), t20 AS (
  SELECT
    "t19"."kpi",
    "t19"."number",
    "t19"."point",
    "t19"."denominator",
    "t19"."prior",
    "t19"."first",
    "t19"."own",
    "t19"."today",
    "t19"."due",
    "t19"."sense",
    "t19"."paused",
    "t19"."to_date",
    "t19"."prior_path",
    "t19"."rules",
    "t19"."low",
    "t19"."high",
    "t19"."floor",
    "t19"."ceiling",
    "t19"."last_day",
    ROW_NUMBER() OVER (
      PARTITION BY "t19"."kpi"
      ORDER BY "t19"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place",
    LAG("t19"."point") OVER (
      PARTITION BY "t19"."kpi"
      ORDER BY "t19"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before",
    LAG("t19"."number") OVER (
      PARTITION BY "t19"."kpi"
      ORDER BY "t19"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "number_before"
  FROM t19 AS t19
), t21 AS (
  SELECT
    "t20"."kpi",
    "t20"."number",
    "t20"."point",
    "t20"."denominator",
    "t20"."prior",
    "t20"."first",
    "t20"."own",
    "t20"."today",
    "t20"."due",
    "t20"."sense",
    "t20"."paused",
    "t20"."to_date",
    "t20"."prior_path",
    "t20"."rules",
    "t20"."low",
    "t20"."high",
    "t20"."floor",
    "t20"."ceiling",
    "t20"."last_day",
    "t20"."place",
    "t20"."before",
    "t20"."number_before",
    (
      "t20"."place" = 0
    )
    OR (
      (
        "t20"."number" - "t20"."number_before"
      ) > 3
    ) AS "opens",
    NOT (
      "t20"."place" = 0
    )
    AND (
      "t20"."number" = (
        "t20"."number_before" + 1
      )
    ) AS "follows"
  FROM t20 AS t20
), t22 AS (
  SELECT
    "t21"."kpi",
    "t21"."number",
    "t21"."point",
    "t21"."denominator",
    "t21"."prior",
    "t21"."first",
    "t21"."own",
    "t21"."today",
    "t21"."due",
    "t21"."sense",
    "t21"."paused",
    "t21"."to_date",
    "t21"."prior_path",
    "t21"."rules",
    "t21"."low",
    "t21"."high",
    "t21"."floor",
    "t21"."ceiling",
    "t21"."last_day",
    "t21"."place",
    "t21"."before",
    "t21"."number_before",
    "t21"."opens",
    "t21"."follows",
    SUM("t21"."point") OVER (
      PARTITION BY "t21"."kpi", "t21"."first"
      ORDER BY "t21"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "summed",
    COUNT("t21"."point") OVER (
      PARTITION BY "t21"."kpi", "t21"."first"
      ORDER BY "t21"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "in_sum",
    SUM("t21"."point" * "t21"."denominator") OVER (
      PARTITION BY "t21"."kpi", "t21"."first"
      ORDER BY "t21"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "weighted",
    SUM("t21"."denominator") OVER (
      PARTITION BY "t21"."kpi", "t21"."first"
      ORDER BY "t21"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "weights",
    COUNT("t21"."denominator") OVER (
      PARTITION BY "t21"."kpi", "t21"."first"
      ORDER BY "t21"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "in_weights"
  FROM t21 AS t21
), t23 AS (
  SELECT
    "t22"."kpi",
    "t22"."number",
    "t22"."point",
    "t22"."denominator",
    "t22"."prior",
    "t22"."first",
    "t22"."own",
    "t22"."today",
    "t22"."due",
    "t22"."sense",
    "t22"."paused",
    "t22"."to_date",
    "t22"."prior_path",
    "t22"."rules",
    "t22"."low",
    "t22"."high",
    "t22"."floor",
    "t22"."ceiling",
    "t22"."last_day",
    "t22"."place",
    "t22"."before",
    "t22"."number_before",
    "t22"."opens",
    "t22"."follows",
    "t22"."summed",
    "t22"."in_sum",
    "t22"."weighted",
    "t22"."weights",
    "t22"."in_weights",
    CASE
      WHEN "t22"."to_date"
      THEN CASE
        WHEN (
          "t22"."in_sum" = (
            (
              "t22"."number" - "t22"."first"
            ) + 1
          )
        )
        AND (
          "t22"."in_weights" = "t22"."in_sum"
        )
        THEN CAST("t22"."weighted" AS DOUBLE PRECISION) / NULLIF("t22"."weights", 0.0)
        WHEN "t22"."in_sum" = (
          (
            "t22"."number" - "t22"."first"
          ) + 1
        )
        THEN "t22"."summed"
        ELSE NULL
      END
      ELSE "t22"."point"
    END AS "value"
  FROM t22 AS t22
), "t24" AS (
  SELECT
    "t23"."kpi",
    "t23"."number",
    "t23"."point",
    "t23"."prior",
    "t23"."first",
    "t23"."own",
    "t23"."today",
    "t23"."due",
    "t23"."sense",
    "t23"."paused",
    "t23"."to_date",
    "t23"."prior_path",
    "t23"."rules",
    "t23"."low",
    "t23"."high",
    "t23"."floor",
    "t23"."ceiling",
    "t23"."last_day",
    "t23"."place",
    "t23"."before",
    "t23"."number_before",
    "t23"."opens",
    "t23"."follows",
    "t23"."value"
  FROM t23 AS t23
), t28 AS (
  SELECT
    "t25"."kpi",
    "t25"."number",
    "t25"."last_day"
  FROM "t24" AS "t25"
), t7 AS (
  SELECT
    *
  FROM "segment" AS "t0"
  WHERE
    "t0"."role" <> 'chart'
), t15 AS (
  SELECT
    "t7"."kpi" AS "owner",
    "t7"."role",
    "t7"."from_day",
    "t7"."to_day",
    "t7"."from_value",
    "t7"."to_value"
  FROM t7 AS t7
), t29 AS (
  SELECT
    "t28"."kpi",
    "t28"."number",
    "t28"."last_day",
    "t15"."owner",
    "t15"."role",
    "t15"."from_day",
    "t15"."to_day",
    "t15"."from_value",
    "t15"."to_value"
  FROM t28 AS t28
  INNER JOIN t15 AS t15
    ON "t28"."kpi" = "t15"."owner"
), t30 AS (
  SELECT
    *
  FROM t29 AS t29
  WHERE
    "t29"."from_day" <= "t29"."last_day" AND "t29"."last_day" < "t29"."to_day"
), t32 AS (
  SELECT
    "t30"."kpi",
    "t30"."number",
    MAX(
      "t30"."from_value" + (
        (
          "t30"."to_value" - "t30"."from_value"
        ) * (
          CAST("t30"."last_day" - "t30"."from_day" AS DOUBLE PRECISION) / CAST("t30"."to_day" - "t30"."from_day" AS DOUBLE PRECISION)
        )
      )
    ) FILTER(WHERE
      "t30"."role" = 'target') AS "path",
    MAX(
      "t30"."from_value" + (
        (
          "t30"."to_value" - "t30"."from_value"
        ) * (
          CAST("t30"."last_day" - "t30"."from_day" AS DOUBLE PRECISION) / CAST("t30"."to_day" - "t30"."from_day" AS DOUBLE PRECISION)
        )
      )
    ) FILTER(WHERE
      "t30"."role" = 'threshold') AS "threshold"
  FROM t30 AS t30
  GROUP BY
    1,
    2
), t33 AS (
  SELECT
    "t26"."kpi",
    "t26"."number",
    "t26"."point",
    "t26"."prior",
    "t26"."first",
    "t26"."own",
    "t26"."today",
    "t26"."due",
    "t26"."sense",
    "t26"."paused",
    "t26"."to_date",
    "t26"."prior_path",
    "t26"."rules",
    "t26"."low",
    "t26"."high",
    "t26"."floor",
    "t26"."ceiling",
    "t26"."last_day",
    "t26"."place",
    "t26"."before",
    "t26"."number_before",
    "t26"."opens",
    "t26"."follows",
    "t26"."value",
    "t32"."path",
    "t32"."threshold"
  FROM "t24" AS "t26"
  LEFT OUTER JOIN t32 AS t32
    ON "t26"."kpi" = "t32"."kpi" AND "t26"."number" = "t32"."number"
), t35 AS (
  SELECT
    "t33"."kpi" AS "owner",
    "t33"."number" AS "then",
    "t33"."point" AS "year_before"
  FROM t33 AS t33
), t36 AS (
  SELECT
    "t26"."kpi",
    "t26"."number",
    "t26"."point",
    "t26"."prior",
    "t26"."first",
    "t26"."own",
    "t26"."today",
    "t26"."due",
    "t26"."sense",
    "t26"."paused",
    "t26"."to_date",
    "t26"."prior_path",
    "t26"."rules",
    "t26"."low",
    "t26"."high",
    "t26"."floor",
    "t26"."ceiling",
    "t26"."last_day",
    "t26"."place",
    "t26"."before",
    "t26"."number_before",
    "t26"."opens",
    "t26"."follows",
    "t26"."value",
    "t32"."path",
    "t32"."threshold",
    "t35"."year_before"
  FROM "t24" AS "t26"
  LEFT OUTER JOIN t32 AS t32
    ON "t26"."kpi" = "t32"."kpi" AND "t26"."number" = "t32"."number"
  LEFT OUTER JOIN t35 AS t35
    ON "t26"."kpi" = "t35"."owner" AND "t26"."prior" = "t35"."then"
), t37 AS (
  SELECT
    "t36"."kpi",
    "t36"."number",
    "t36"."point",
    "t36"."prior",
    "t36"."first",
    "t36"."own",
    "t36"."today",
    "t36"."due",
    "t36"."sense",
    "t36"."paused",
    "t36"."to_date",
    "t36"."prior_path",
    "t36"."rules",
    "t36"."low",
    "t36"."high",
    "t36"."floor",
    "t36"."ceiling",
    "t36"."last_day",
    "t36"."place",
    "t36"."before",
    "t36"."number_before",
    "t36"."opens",
    "t36"."follows",
    "t36"."value",
    "t36"."path",
    "t36"."threshold",
    "t36"."year_before",
    CASE
      WHEN "t36"."path" IS NOT NULL
      THEN "t36"."path"
      WHEN "t36"."prior_path"
      THEN "t36"."year_before"
      ELSE NULL
    END AS "target"
  FROM t36 AS t36
), "t38" AS (
  SELECT
    "t37"."kpi",
    "t37"."number",
    "t37"."point",
    "t37"."prior",
    "t37"."first",
    "t37"."own",
    "t37"."today",
    "t37"."due",
    "t37"."sense",
    "t37"."paused",
    "t37"."to_date",
    "t37"."prior_path",
    "t37"."rules",
    "t37"."low",
    "t37"."high",
    "t37"."floor",
    "t37"."ceiling",
    "t37"."last_day",
    "t37"."place",
    "t37"."before",
    "t37"."number_before",
    "t37"."opens",
    "t37"."follows",
    "t37"."value",
    "t37"."path",
    "t37"."threshold",
    "t37"."year_before",
    "t37"."target",
    CASE
      WHEN (
        "t37"."value" IS NULL
      )
      OR (
        (
          "t37"."target" IS NULL
        ) AND (
          "t37"."low" IS NULL
        )
      )
      THEN CAST(NULL AS VARCHAR)
      WHEN (
        (
          "t37"."sense" = 1
        ) AND (
          "t37"."value" < "t37"."threshold"
        )
      )
      OR (
        (
          "t37"."sense" = -1
        ) AND (
          "t37"."value" > "t37"."threshold"
        )
      )
      OR (
        (
          "t37"."sense" = 0
        )
        AND (
          (
            "t37"."value" < "t37"."floor"
          ) OR (
            "t37"."value" > "t37"."ceiling"
          )
        )
      )
      THEN 'red'
      WHEN (
        (
          "t37"."sense" = 1
        ) AND (
          "t37"."value" >= "t37"."target"
        )
      )
      OR (
        (
          "t37"."sense" = -1
        ) AND (
          "t37"."value" <= "t37"."target"
        )
      )
      OR (
        (
          "t37"."sense" = 0
        )
        AND (
          "t37"."value" >= "t37"."low"
        )
        AND (
          "t37"."value" <= "t37"."high"
        )
      )
      THEN 'green'
      ELSE 'amber'
    END AS "status"
  FROM t37 AS t37
), t42 AS (
  SELECT
    "t39"."kpi",
    "t39"."number",
    "t39"."last_day"
  FROM "t38" AS "t39"
), t6 AS (
  SELECT
    *
  FROM "segment" AS "t0"
  WHERE
    "t0"."role" = 'chart'
), t14 AS (
  SELECT
    "t6"."kpi" AS "owner",
    "t6"."from_day" AS "day"
  FROM t6 AS t6
), t43 AS (
  SELECT
    "t42"."kpi",
    "t42"."number",
    "t42"."last_day",
    "t14"."owner",
    "t14"."day"
  FROM t42 AS t42
  INNER JOIN t14 AS t14
    ON "t42"."kpi" = "t14"."owner"
), t44 AS (
  SELECT
    *
  FROM t43 AS t43
  WHERE
    "t43"."day" <= "t43"."last_day"
), t46 AS (
  SELECT
    "t44"."kpi",
    "t44"."number",
    COUNT("t44"."day") AS "passed"
  FROM t44 AS t44
  GROUP BY
    1,
    2
), t47 AS (
  SELECT
    "t40"."kpi",
    "t40"."number",
    "t40"."point",
    "t40"."prior",
    "t40"."first",
    "t40"."own",
    "t40"."today",
    "t40"."due",
    "t40"."sense",
    "t40"."paused",
    "t40"."to_date",
    "t40"."prior_path",
    "t40"."rules",
    "t40"."low",
    "t40"."high",
    "t40"."floor",
    "t40"."ceiling",
    "t40"."last_day",
    "t40"."place",
    "t40"."before",
    "t40"."number_before",
    "t40"."opens",
    "t40"."follows",
    "t40"."value",
    "t40"."path",
    "t40"."threshold",
    "t40"."year_before",
    "t40"."target",
    "t40"."status",
    "t46"."passed"
  FROM "t38" AS "t40"
  LEFT OUTER JOIN t46 AS t46
    ON "t40"."kpi" = "t46"."kpi" AND "t40"."number" = "t46"."number"
), t48 AS (
  SELECT
    "t47"."kpi",
    "t47"."number",
    "t47"."point",
    "t47"."prior",
    "t47"."first",
    "t47"."own",
    "t47"."today",
    "t47"."due",
    "t47"."sense",
    "t47"."paused",
    "t47"."to_date",
    "t47"."prior_path",
    "t47"."rules",
    "t47"."low",
    "t47"."high",
    "t47"."floor",
    "t47"."ceiling",
    "t47"."last_day",
    "t47"."place",
    "t47"."before",
    "t47"."number_before",
    "t47"."opens",
    "t47"."follows",
    "t47"."value",
    "t47"."path",
    "t47"."threshold",
    "t47"."year_before",
    "t47"."target",
    "t47"."status",
    "t47"."passed",
    COALESCE("t47"."passed", 0) AS "chart"
  FROM t47 AS t47
), t49 AS (
  SELECT
    "t48"."kpi",
    "t48"."number",
    "t48"."point",
    "t48"."prior",
    "t48"."first",
    "t48"."own",
    "t48"."today",
    "t48"."due",
    "t48"."sense",
    "t48"."paused",
    "t48"."to_date",
    "t48"."prior_path",
    "t48"."rules",
    "t48"."low",
    "t48"."high",
    "t48"."floor",
    "t48"."ceiling",
    "t48"."last_day",
    "t48"."place",
    "t48"."before",
    "t48"."number_before",
    "t48"."opens",
    "t48"."follows",
    "t48"."value",
    "t48"."path",
    "t48"."threshold",
    "t48"."year_before",
    "t48"."target",
    "t48"."status",
    "t48"."chart"
  FROM t48 AS t48
), "t50" AS (
  SELECT
    "t49"."kpi",
    "t49"."number",
    "t49"."point",
    "t49"."prior",
    "t49"."first",
    "t49"."own",
    "t49"."today",
    "t49"."due",
    "t49"."sense",
    "t49"."paused",
    "t49"."to_date",
    "t49"."prior_path",
    "t49"."rules",
    "t49"."low",
    "t49"."high",
    "t49"."floor",
    "t49"."ceiling",
    "t49"."last_day",
    "t49"."place",
    "t49"."before",
    "t49"."number_before",
    "t49"."opens",
    "t49"."follows",
    "t49"."value",
    "t49"."path",
    "t49"."threshold",
    "t49"."year_before",
    "t49"."target",
    "t49"."status",
    "t49"."chart",
    ROW_NUMBER() OVER (
      PARTITION BY "t49"."kpi", "t49"."chart"
      ORDER BY "t49"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "in_chart"
  FROM t49 AS t49
), t53 AS (
  SELECT
    "t51"."kpi",
    "t51"."chart",
    SUM(CAST(CAST("t51"."in_chart" < 20 AS INT) AS BIGINT)) AS "values",
    SUM(
      CAST(CAST((
        "t51"."in_chart" < 20
      ) AND (
        "t51"."in_chart" > 0
      ) AND "t51"."follows" AS INT) AS BIGINT)
    ) AS "ranges",
    AVG("t51"."point") FILTER(WHERE
      "t51"."in_chart" < 20) AS "mean",
    AVG(ABS("t51"."point" - "t51"."before")) FILTER(WHERE
      (
        "t51"."in_chart" < 20
      ) AND (
        "t51"."in_chart" > 0
      ) AND "t51"."follows") AS "mean_range"
  FROM "t50" AS "t51"
  GROUP BY
    1,
    2
), t55 AS (
  SELECT
    "t53"."kpi",
    "t53"."chart",
    "t53"."values" AS "limit_values",
    CASE
      WHEN (
        "t53"."values" >= 6
      ) AND (
        "t53"."ranges" >= 5
      )
      THEN "t53"."mean"
      ELSE NULL
    END AS "centre",
    CASE
      WHEN (
        "t53"."values" >= 6
      ) AND (
        "t53"."ranges" >= 5
      )
      THEN "t53"."mean_range" * 2.66
      ELSE NULL
    END AS "reach",
    CASE
      WHEN (
        "t53"."values" >= 6
      ) AND (
        "t53"."ranges" >= 5
      )
      THEN "t53"."mean_range" * 3.27
      ELSE NULL
    END AS "range_limit"
  FROM t53 AS t53
), t56 AS (
  SELECT
    "t52"."kpi",
    "t52"."number",
    "t52"."point",
    "t52"."prior",
    "t52"."first",
    "t52"."own",
    "t52"."today",
    "t52"."due",
    "t52"."sense",
    "t52"."paused",
    "t52"."to_date",
    "t52"."prior_path",
    "t52"."rules",
    "t52"."low",
    "t52"."high",
    "t52"."floor",
    "t52"."ceiling",
    "t52"."last_day",
    "t52"."place",
    "t52"."before",
    "t52"."number_before",
    "t52"."opens",
    "t52"."follows",
    "t52"."value",
    "t52"."path",
    "t52"."threshold",
    "t52"."year_before",
    "t52"."target",
    "t52"."status",
    "t52"."chart",
    "t52"."in_chart",
    "t55"."limit_values",
    "t55"."centre",
    "t55"."reach",
    "t55"."range_limit"
  FROM "t50" AS "t52"
  LEFT OUTER JOIN t55 AS t55
    ON "t52"."kpi" = "t55"."kpi" AND "t52"."chart" = "t55"."chart"
), t57 AS (
  SELECT
    "t56"."kpi",
    "t56"."number",
    "t56"."point",
    "t56"."prior",
    "t56"."first",
    "t56"."own",
    "t56"."today",
    "t56"."due",
    "t56"."sense",
    "t56"."paused",
    "t56"."to_date",
    "t56"."prior_path",
    "t56"."rules",
    "t56"."low",
    "t56"."high",
    "t56"."floor",
    "t56"."ceiling",
    "t56"."last_day",
    "t56"."place",
    "t56"."before",
    "t56"."number_before",
    "t56"."opens",
    "t56"."follows",
    "t56"."value",
    "t56"."path",
    "t56"."threshold",
    "t56"."year_before",
    "t56"."target",
    "t56"."status",
    "t56"."chart",
    "t56"."in_chart",
    "t56"."limit_values",
    CASE WHEN NOT (
      "t56"."to_date"
    ) THEN "t56"."centre" ELSE NULL END AS "centre",
    CASE WHEN NOT (
      "t56"."to_date"
    ) THEN "t56"."reach" ELSE NULL END AS "reach",
    CASE WHEN NOT (
      "t56"."to_date"
    ) THEN "t56"."range_limit" ELSE NULL END AS "range_limit"
  FROM t56 AS t56
), t58 AS (
  SELECT
    "t57"."kpi",
    "t57"."number",
    "t57"."point",
    "t57"."prior",
    "t57"."first",
    "t57"."own",
    "t57"."today",
    "t57"."due",
    "t57"."sense",
    "t57"."paused",
    "t57"."to_date",
    "t57"."prior_path",
    COALESCE("t57"."rules", 'wheeler') AS "rules",
    "t57"."low",
    "t57"."high",
    "t57"."floor",
    "t57"."ceiling",
    "t57"."last_day",
    "t57"."place",
    "t57"."before",
    "t57"."number_before",
    "t57"."opens",
    "t57"."follows",
    "t57"."value",
    "t57"."path",
    "t57"."threshold",
    "t57"."year_before",
    "t57"."target",
    "t57"."status",
    "t57"."chart",
    "t57"."in_chart",
    "t57"."limit_values",
    "t57"."centre",
    "t57"."reach",
    "t57"."range_limit",
    CASE
      WHEN ABS("t57"."point" - "t57"."centre") <= (
        GREATEST(ABS("t57"."point"), ABS("t57"."centre")) * 1e-12
      )
      THEN 0.0
      ELSE "t57"."point" - "t57"."centre"
    END AS "off"
  FROM t57 AS t57
), t59 AS (
  SELECT
    "t58"."kpi",
    "t58"."number",
    "t58"."point",
    "t58"."prior",
    "t58"."first",
    "t58"."own",
    "t58"."today",
    "t58"."due",
    "t58"."sense",
    "t58"."paused",
    "t58"."to_date",
    "t58"."prior_path",
    "t58"."rules",
    "t58"."low",
    "t58"."high",
    "t58"."floor",
    "t58"."ceiling",
    "t58"."last_day",
    "t58"."place",
    "t58"."before",
    "t58"."number_before",
    "t58"."opens",
    "t58"."follows",
    "t58"."value",
    "t58"."path",
    "t58"."threshold",
    "t58"."year_before",
    "t58"."target",
    "t58"."status",
    "t58"."chart",
    "t58"."in_chart",
    "t58"."limit_values",
    "t58"."centre",
    "t58"."reach",
    "t58"."range_limit",
    "t58"."off",
    CASE
      WHEN (
        "t58"."off" * 1
      ) > (
        "t58"."reach" * 1.000000000001
      )
      THEN 1
      WHEN (
        "t58"."off" * -1
      ) > (
        "t58"."reach" * 1.000000000001
      )
      THEN -1
      ELSE 0
    END AS "way0",
    CASE
      WHEN (
        (
          "t58"."off" * 1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t58"."off" * 1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 7 preceding AND CURRENT ROW
        ) >= 8
      )
      THEN 1
      WHEN (
        (
          "t58"."off" * -1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t58"."off" * -1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 7 preceding AND CURRENT ROW
        ) >= 8
      )
      THEN -1
      ELSE 0
    END AS "way1",
    CASE
      WHEN (
        (
          "t58"."off" * 1
        ) > (
          "t58"."reach" * 0.500000000001
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t58"."off" * 1
            ) > (
              "t58"."reach" * 0.500000000001
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 3 preceding AND CURRENT ROW
        ) >= 3
      )
      THEN 1
      WHEN (
        (
          "t58"."off" * -1
        ) > (
          "t58"."reach" * 0.500000000001
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t58"."off" * -1
            ) > (
              "t58"."reach" * 0.500000000001
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 3 preceding AND CURRENT ROW
        ) >= 3
      )
      THEN -1
      ELSE 0
    END AS "way2",
    CASE
      WHEN (
        (
          "t58"."off" * 1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t58"."off" * 1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 11 preceding AND CURRENT ROW
        ) >= 10
      )
      THEN 1
      WHEN (
        (
          "t58"."off" * -1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t58"."off" * -1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 11 preceding AND CURRENT ROW
        ) >= 10
      )
      THEN -1
      ELSE 0
    END AS "way3",
    CASE
      WHEN (
        (
          "t58"."off" * 1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t58"."off" * 1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 6 preceding AND CURRENT ROW
        ) >= 7
      )
      THEN 1
      WHEN (
        (
          "t58"."off" * -1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t58"."off" * -1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 6 preceding AND CURRENT ROW
        ) >= 7
      )
      THEN -1
      ELSE 0
    END AS "way4",
    CASE
      WHEN SUM(
        CASE
          WHEN (
            "t58"."in_chart" > 0
          )
          AND (
            "t58"."centre" IS NOT NULL
          )
          AND (
            (
              (
                "t58"."point" - "t58"."before"
              ) * 1
            ) > 0
          )
          THEN 1
          ELSE 0
        END
      ) OVER (
        PARTITION BY "t58"."kpi", "t58"."chart"
        ORDER BY "t58"."number" ASC
        ROWS BETWEEN 5 preceding AND CURRENT ROW
      ) >= 6
      THEN 1
      WHEN SUM(
        CASE
          WHEN (
            "t58"."in_chart" > 0
          )
          AND (
            "t58"."centre" IS NOT NULL
          )
          AND (
            (
              (
                "t58"."point" - "t58"."before"
              ) * -1
            ) > 0
          )
          THEN 1
          ELSE 0
        END
      ) OVER (
        PARTITION BY "t58"."kpi", "t58"."chart"
        ORDER BY "t58"."number" ASC
        ROWS BETWEEN 5 preceding AND CURRENT ROW
      ) >= 6
      THEN -1
      ELSE 0
    END AS "way5",
    CASE
      WHEN (
        (
          "t58"."off" * 1
        ) > (
          "t58"."reach" * 0.6666666666676666
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t58"."off" * 1
            ) > (
              "t58"."reach" * 0.6666666666676666
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 2
      )
      AND (
        SUM(CASE WHEN (
          "t58"."off" * 1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 3
      )
      THEN 1
      WHEN (
        (
          "t58"."off" * -1
        ) > (
          "t58"."reach" * 0.6666666666676666
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t58"."off" * -1
            ) > (
              "t58"."reach" * 0.6666666666676666
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 2
      )
      AND (
        SUM(CASE WHEN (
          "t58"."off" * -1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 3
      )
      THEN -1
      ELSE 0
    END AS "way6",
    CASE
      WHEN (
        (
          "t58"."off" * 1
        ) > (
          "t58"."reach" * 0.6666666666676666
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t58"."off" * 1
            ) > (
              "t58"."reach" * 0.6666666666676666
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 2
      )
      THEN 1
      WHEN (
        (
          "t58"."off" * -1
        ) > (
          "t58"."reach" * 0.6666666666676666
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t58"."off" * -1
            ) > (
              "t58"."reach" * 0.6666666666676666
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 2
      )
      THEN -1
      ELSE 0
    END AS "way7",
    CASE
      WHEN (
        (
          "t58"."off" * 1
        ) > (
          "t58"."reach" * 0.3333333333343333
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t58"."off" * 1
            ) > (
              "t58"."reach" * 0.3333333333343333
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 4 preceding AND CURRENT ROW
        ) >= 4
      )
      THEN 1
      WHEN (
        (
          "t58"."off" * -1
        ) > (
          "t58"."reach" * 0.3333333333343333
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t58"."off" * -1
            ) > (
              "t58"."reach" * 0.3333333333343333
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t58"."kpi", "t58"."chart"
          ORDER BY "t58"."number" ASC
          ROWS BETWEEN 4 preceding AND CURRENT ROW
        ) >= 4
      )
      THEN -1
      ELSE 0
    END AS "way8"
  FROM t58 AS t58
), t60 AS (
  SELECT
    "t59"."kpi",
    "t59"."number",
    "t59"."point",
    "t59"."prior",
    "t59"."first",
    "t59"."own",
    "t59"."today",
    "t59"."due",
    "t59"."sense",
    "t59"."paused",
    "t59"."to_date",
    "t59"."prior_path",
    "t59"."rules",
    "t59"."low",
    "t59"."high",
    "t59"."floor",
    "t59"."ceiling",
    "t59"."last_day",
    "t59"."place",
    "t59"."before",
    "t59"."number_before",
    "t59"."opens",
    "t59"."follows",
    "t59"."value",
    "t59"."path",
    "t59"."threshold",
    "t59"."year_before",
    "t59"."target",
    "t59"."status",
    "t59"."chart",
    "t59"."in_chart",
    "t59"."limit_values",
    "t59"."centre",
    "t59"."reach",
    "t59"."range_limit",
    "t59"."off",
    "t59"."way0",
    "t59"."way1",
    "t59"."way2",
    "t59"."way3",
    "t59"."way4",
    "t59"."way5",
    "t59"."way6",
    "t59"."way7",
    "t59"."way8",
    CASE
      WHEN (
        "t59"."rules" = 'wheeler'
      ) AND (
        "t59"."way0" <> 0
      )
      THEN "t59"."way0"
      WHEN (
        "t59"."rules" = 'wheeler'
      ) AND (
        "t59"."way1" <> 0
      )
      THEN "t59"."way1"
      WHEN (
        "t59"."rules" = 'wheeler'
      ) AND (
        "t59"."way2" <> 0
      )
      THEN "t59"."way2"
      WHEN (
        "t59"."rules" = 'pump'
      ) AND (
        "t59"."way0" <> 0
      )
      THEN "t59"."way0"
      WHEN (
        "t59"."rules" = 'pump'
      ) AND (
        "t59"."way1" <> 0
      )
      THEN "t59"."way1"
      WHEN (
        "t59"."rules" = 'pump'
      ) AND (
        "t59"."way3" <> 0
      )
      THEN "t59"."way3"
      WHEN (
        "t59"."rules" = 'nhs'
      ) AND (
        "t59"."way0" <> 0
      )
      THEN "t59"."way0"
      WHEN (
        "t59"."rules" = 'nhs'
      ) AND (
        "t59"."way4" <> 0
      )
      THEN "t59"."way4"
      WHEN (
        "t59"."rules" = 'nhs'
      ) AND (
        "t59"."way5" <> 0
      )
      THEN "t59"."way5"
      WHEN (
        "t59"."rules" = 'nhs'
      ) AND (
        "t59"."way6" <> 0
      )
      THEN "t59"."way6"
      WHEN (
        "t59"."rules" = 'western-electric'
      ) AND (
        "t59"."way0" <> 0
      )
      THEN "t59"."way0"
      WHEN (
        "t59"."rules" = 'western-electric'
      ) AND (
        "t59"."way7" <> 0
      )
      THEN "t59"."way7"
      WHEN (
        "t59"."rules" = 'western-electric'
      ) AND (
        "t59"."way8" <> 0
      )
      THEN "t59"."way8"
      WHEN (
        "t59"."rules" = 'western-electric'
      ) AND (
        "t59"."way1" <> 0
      )
      THEN "t59"."way1"
      ELSE 0
    END AS "way",
    CASE
      WHEN (
        "t59"."rules" = 'wheeler'
      ) AND (
        "t59"."way0" <> 0
      )
      THEN 'beyond a limit'
      WHEN (
        "t59"."rules" = 'wheeler'
      ) AND (
        "t59"."way1" <> 0
      )
      THEN '8 in a row on a side'
      WHEN (
        "t59"."rules" = 'wheeler'
      ) AND (
        "t59"."way2" <> 0
      )
      THEN '3 of 4 nearer a limit than the centre'
      WHEN (
        "t59"."rules" = 'pump'
      ) AND (
        "t59"."way0" <> 0
      )
      THEN 'beyond a limit'
      WHEN (
        "t59"."rules" = 'pump'
      ) AND (
        "t59"."way1" <> 0
      )
      THEN '8 in a row on a side'
      WHEN (
        "t59"."rules" = 'pump'
      ) AND (
        "t59"."way3" <> 0
      )
      THEN '10 of 12 on a side'
      WHEN (
        "t59"."rules" = 'nhs'
      ) AND (
        "t59"."way0" <> 0
      )
      THEN 'beyond a limit'
      WHEN (
        "t59"."rules" = 'nhs'
      ) AND (
        "t59"."way4" <> 0
      )
      THEN '7 in a row on a side'
      WHEN (
        "t59"."rules" = 'nhs'
      ) AND (
        "t59"."way5" <> 0
      )
      THEN '6 moves in a row one way'
      WHEN (
        "t59"."rules" = 'nhs'
      ) AND (
        "t59"."way6" <> 0
      )
      THEN '2 of 3 in the outer third'
      WHEN (
        "t59"."rules" = 'western-electric'
      ) AND (
        "t59"."way0" <> 0
      )
      THEN 'beyond a limit'
      WHEN (
        "t59"."rules" = 'western-electric'
      ) AND (
        "t59"."way7" <> 0
      )
      THEN '2 of 3 beyond two sigma'
      WHEN (
        "t59"."rules" = 'western-electric'
      ) AND (
        "t59"."way8" <> 0
      )
      THEN '4 of 5 beyond one sigma'
      WHEN (
        "t59"."rules" = 'western-electric'
      ) AND (
        "t59"."way1" <> 0
      )
      THEN '8 in a row on a side'
      ELSE NULL
    END AS "rule"
  FROM t59 AS t59
), t61 AS (
  SELECT
    "t60"."kpi",
    "t60"."number",
    "t60"."point",
    "t60"."prior",
    "t60"."first",
    "t60"."own",
    "t60"."today",
    "t60"."due",
    "t60"."sense",
    "t60"."paused",
    "t60"."to_date",
    "t60"."prior_path",
    "t60"."rules",
    "t60"."low",
    "t60"."high",
    "t60"."floor",
    "t60"."ceiling",
    "t60"."last_day",
    "t60"."place",
    "t60"."before",
    "t60"."number_before",
    "t60"."opens",
    "t60"."follows",
    "t60"."value",
    "t60"."path",
    "t60"."threshold",
    "t60"."year_before",
    "t60"."target",
    "t60"."status",
    "t60"."chart",
    "t60"."in_chart",
    "t60"."limit_values",
    "t60"."centre",
    "t60"."reach",
    "t60"."range_limit",
    "t60"."way",
    "t60"."rule"
  FROM t60 AS t60
), t62 AS (
  SELECT
    "t61"."kpi",
    "t61"."number",
    "t61"."point",
    "t61"."prior",
    "t61"."first",
    "t61"."own",
    "t61"."today",
    "t61"."due",
    "t61"."sense",
    "t61"."paused",
    "t61"."to_date",
    "t61"."prior_path",
    "t61"."rules",
    "t61"."low",
    "t61"."high",
    "t61"."floor",
    "t61"."ceiling",
    "t61"."last_day",
    "t61"."place",
    "t61"."before",
    "t61"."number_before",
    "t61"."opens",
    "t61"."follows",
    "t61"."value",
    "t61"."path",
    "t61"."threshold",
    "t61"."year_before",
    "t61"."target",
    "t61"."status",
    "t61"."chart",
    "t61"."in_chart",
    "t61"."limit_values",
    "t61"."centre",
    "t61"."reach",
    "t61"."range_limit",
    "t61"."way",
    "t61"."rule",
    CASE
      WHEN "t61"."sense" = 0
      THEN CASE
        WHEN "t61"."low" IS NOT NULL
        THEN CASE
          WHEN "t61"."point" < "t61"."low"
          THEN "t61"."low" - "t61"."point"
          WHEN "t61"."point" > "t61"."high"
          THEN "t61"."point" - "t61"."high"
          ELSE 0.0
        END
        ELSE NULL
      END
      ELSE -(
        "t61"."sense"
      ) * "t61"."point"
    END AS "cost",
    CASE
      WHEN "t61"."sense" <> 0
      THEN "t61"."sense"
      WHEN "t61"."point" < "t61"."low"
      THEN 1
      WHEN "t61"."point" > "t61"."high"
      THEN -1
      ELSE 0
    END AS "wanted",
    CASE
      WHEN "t61"."status" = 'red'
      THEN 1
      WHEN "t61"."status" = 'amber'
      THEN 2
      WHEN "t61"."status" = 'green'
      THEN 3
      ELSE 0
    END AS "code"
  FROM t61 AS t61
), t63 AS (
  SELECT
    "t62"."kpi",
    "t62"."number",
    "t62"."point",
    "t62"."prior",
    "t62"."first",
    "t62"."own",
    "t62"."today",
    "t62"."due",
    "t62"."sense",
    "t62"."paused",
    "t62"."to_date",
    "t62"."prior_path",
    "t62"."rules",
    "t62"."low",
    "t62"."high",
    "t62"."floor",
    "t62"."ceiling",
    "t62"."last_day",
    "t62"."place",
    "t62"."before",
    "t62"."number_before",
    "t62"."opens",
    "t62"."follows",
    "t62"."value",
    "t62"."path",
    "t62"."threshold",
    "t62"."year_before",
    "t62"."target",
    "t62"."status",
    "t62"."chart",
    "t62"."in_chart",
    "t62"."limit_values",
    "t62"."centre",
    "t62"."reach",
    "t62"."range_limit",
    "t62"."way",
    "t62"."rule",
    "t62"."cost",
    "t62"."wanted",
    "t62"."code",
    LAG("t62"."cost") OVER (
      PARTITION BY "t62"."kpi"
      ORDER BY "t62"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "cost_before",
    LAG("t62"."code") OVER (
      PARTITION BY "t62"."kpi"
      ORDER BY "t62"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "code_before",
    LAG("t62"."way") OVER (
      PARTITION BY "t62"."kpi"
      ORDER BY "t62"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "way_before"
  FROM t62 AS t62
)
SELECT
  "t63"."kpi",
  "t63"."number",
  "t63"."point",
  "t63"."prior",
  "t63"."first",
  "t63"."own",
  "t63"."today",
  "t63"."due",
  "t63"."sense",
  "t63"."paused",
  "t63"."to_date",
  "t63"."prior_path",
  "t63"."rules",
  "t63"."low",
  "t63"."high",
  "t63"."floor",
  "t63"."ceiling",
  "t63"."last_day",
  "t63"."place",
  "t63"."before",
  "t63"."number_before",
  "t63"."opens",
  "t63"."follows",
  "t63"."value",
  "t63"."path",
  "t63"."threshold",
  "t63"."year_before",
  "t63"."target",
  "t63"."status",
  "t63"."chart",
  "t63"."in_chart",
  "t63"."limit_values",
  "t63"."centre",
  "t63"."reach",
  "t63"."range_limit",
  "t63"."way",
  "t63"."rule",
  "t63"."cost",
  "t63"."wanted",
  "t63"."code",
  "t63"."cost_before",
  "t63"."code_before",
  "t63"."way_before",
  CASE
    WHEN NOT (
      "t63"."opens"
    ) AND (
      "t63"."cost" > "t63"."cost_before"
    )
    THEN TRUE
    ELSE FALSE
  END AS "worse",
  CASE WHEN (
    "t63"."code" = 1
  ) OR (
    "t63"."code" = 2
  ) THEN TRUE ELSE FALSE END AS "missed",
  CASE WHEN "t63"."code" = 1 THEN TRUE ELSE FALSE END AS "red",
  CASE
    WHEN (
      "t63"."way" <> 0
    ) AND (
      "t63"."way" = -(
        "t63"."wanted"
      )
    )
    THEN TRUE
    ELSE FALSE
  END AS "against",
  CASE
    WHEN "t63"."opens" OR (
      "t63"."code" <> "t63"."code_before"
    )
    THEN TRUE
    ELSE FALSE
  END AS "turns",
  CASE
    WHEN (
      "t63"."in_chart" = 0
    ) OR (
      "t63"."way" <> "t63"."way_before"
    )
    THEN TRUE
    ELSE FALSE
  END AS "swings"
FROM t63 AS t63
