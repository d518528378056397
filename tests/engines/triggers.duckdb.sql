WITH t5 AS (
  SELECT
    "t0"."kpi",
    "t0"."pattern",
    "t0"."times",
    "t0"."periods" AS "of"
  FROM "trigger" AS "t0"
), t6 AS (
  SELECT
    "t1"."kpi",
    'beyond_threshold' AS "pattern",
    1 AS "times",
    0 AS "of"
  FROM "kpi" AS "t1"
), "t9" AS (
  SELECT
    *
  FROM t5 AS t5
  UNION ALL
  SELECT
    *
  FROM t6 AS t6
), t14 AS (
  SELECT
    *
  FROM "observation" AS "t3"
  WHERE
    "t3"."slice" = '' AND "t3"."complete" AND "t3"."value" IS NOT NULL
), t25 AS (
  SELECT
    "t14"."kpi",
    "t14"."grain",
    "t14"."number",
    "t14"."denominator",
    "t14"."value" AS "point"
  FROM t14 AS t14
), t15 AS (
  SELECT
    "t4"."grain",
    "t4"."number",
    "t4"."end_day",
    "t4"."prior",
    "t4"."first"
  FROM "period" AS "t4"
), t11 AS (
  SELECT
    "t1"."kpi",
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
    "t1"."ceiling"
  FROM "kpi" AS "t1"
), t29 AS (
  SELECT
    "t25"."kpi",
    "t25"."grain",
    "t25"."number",
    "t25"."denominator",
    "t25"."point",
    "t15"."end_day",
    "t15"."prior",
    "t15"."first",
    "t11"."own",
    "t11"."today",
    "t11"."due",
    "t11"."sense",
    "t11"."paused",
    "t11"."to_date",
    "t11"."prior_path",
    "t11"."rules",
    "t11"."low",
    "t11"."high",
    "t11"."floor",
    "t11"."ceiling"
  FROM t25 AS t25
  INNER JOIN t15 AS t15
    ON "t25"."grain" = "t15"."grain" AND "t25"."number" = "t15"."number"
  INNER JOIN t11 AS t11
    ON "t25"."kpi" = "t11"."kpi" AND "t25"."grain" = "t11"."own"
), t30 AS (
  SELECT
    *
  FROM t29 AS t29
  WHERE
    "t29"."end_day" <= "t29"."today"
), t31 AS (
  SELECT
    "t30"."kpi",
    "t30"."number",
    "t30"."point",
    "t30"."denominator",
    "t30"."prior",
    "t30"."first",
    "t30"."own",
    "t30"."today",
    "t30"."due",
    "t30"."sense",
    "t30"."paused",
    "t30"."to_date",
    "t30"."prior_path",
    "t30"."rules",
    "t30"."low",
    "t30"."high",
    "t30"."floor",
    "t30"."ceiling",
    "t30"."end_day" - 1 AS "last_day"
  FROM t30 AS t30
), t32 AS (
  SELECT
    "t31"."kpi",
    "t31"."number",
    "t31"."point",
    "t31"."denominator",
    "t31"."prior",
    "t31"."first",
    "t31"."own",
    "t31"."today",
    "t31"."due",
    "t31"."sense",
    "t31"."paused",
    "t31"."to_date",
    "t31"."prior_path",
    "t31"."rules",
    "t31"."low",
    "t31"."high",
    "t31"."floor",
    "t31"."ceiling",
    "t31"."last_day",
    ROW_NUMBER() OVER (
      PARTITION BY "t31"."kpi"
      ORDER BY "t31"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place",
    LAG("t31"."point") OVER (
      PARTITION BY "t31"."kpi"
      ORDER BY "t31"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before",
    LAG("t31"."number") OVER (
      PARTITION BY "t31"."kpi"
      ORDER BY "t31"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "number_before"
  FROM t31 AS t31
), t33 AS (
  SELECT
    "t32"."kpi",
    "t32"."number",
    "t32"."point",
    "t32"."denominator",
    "t32"."prior",
    "t32"."first",
    "t32"."own",
    "t32"."today",
    "t32"."due",
    "t32"."sense",
    "t32"."paused",
    "t32"."to_date",
    "t32"."prior_path",
    "t32"."rules",
    "t32"."low",
    "t32"."high",
    "t32"."floor",
    "t32"."ceiling",
    "t32"."last_day",
    "t32"."place",
    "t32"."before",
    "t32"."number_before",
    (
      "t32"."place" = 0
    )
    OR (
      (
        "t32"."number" - "t32"."number_before"
      ) > 3
    ) AS "opens",
    NOT (
      "t32"."place" = 0
    )
    AND (
      "t32"."number" = (
        "t32"."number_before" + 1
      )
    ) AS "follows"
  FROM t32 AS t32
), t34 AS (
  SELECT
    "t33"."kpi",
    "t33"."number",
    "t33"."point",
    "t33"."denominator",
    "t33"."prior",
    "t33"."first",
    "t33"."own",
    "t33"."today",
    "t33"."due",
    "t33"."sense",
    "t33"."paused",
    "t33"."to_date",
    "t33"."prior_path",
    "t33"."rules",
    "t33"."low",
    "t33"."high",
    "t33"."floor",
    "t33"."ceiling",
    "t33"."last_day",
    "t33"."place",
    "t33"."before",
    "t33"."number_before",
    "t33"."opens",
    "t33"."follows",
    SUM("t33"."point") OVER (
      PARTITION BY "t33"."kpi", "t33"."first"
      ORDER BY "t33"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "summed",
    COUNT("t33"."point") OVER (
      PARTITION BY "t33"."kpi", "t33"."first"
      ORDER BY "t33"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "in_sum",
    SUM("t33"."point" * "t33"."denominator") OVER (
      PARTITION BY "t33"."kpi", "t33"."first"
      ORDER BY "t33"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "weighted",
    SUM("t33"."denominator") OVER (
      PARTITION BY "t33"."kpi", "t33"."first"
      ORDER BY "t33"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "weights",
    COUNT("t33"."denominator") OVER (
      PARTITION BY "t33"."kpi", "t33"."first"
      ORDER BY "t33"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "in_weights"
  FROM t33 AS t33
), t35 AS (
  SELECT
    "t34"."kpi",
    "t34"."number",
    "t34"."point",
    "t34"."denominator",
    "t34"."prior",
    "t34"."first",
    "t34"."own",
    "t34"."today",
    "t34"."due",
    "t34"."sense",
    "t34"."paused",
    "t34"."to_date",
    "t34"."prior_path",
    "t34"."rules",
    "t34"."low",
    "t34"."high",
    "t34"."floor",
    "t34"."ceiling",
    "t34"."last_day",
    "t34"."place",
    "t34"."before",
    "t34"."number_before",
    "t34"."opens",
    "t34"."follows",
    "t34"."summed",
    "t34"."in_sum",
    "t34"."weighted",
    "t34"."weights",
    "t34"."in_weights",
    CASE
      WHEN "t34"."to_date"
      THEN CASE
        WHEN (
          "t34"."in_sum" = (
            (
              "t34"."number" - "t34"."first"
            ) + 1
          )
        )
        AND (
          "t34"."in_weights" = "t34"."in_sum"
        )
        THEN "t34"."weighted" / NULLIF("t34"."weights", 0.0)
        WHEN "t34"."in_sum" = (
          (
            "t34"."number" - "t34"."first"
          ) + 1
        )
        THEN "t34"."summed"
        ELSE NULL
      END
      ELSE "t34"."point"
    END AS "value"
  FROM t34 AS t34
), "t36" AS (
  SELECT
    "t35"."kpi",
    "t35"."number",
    "t35"."point",
    "t35"."prior",
    "t35"."first",
    "t35"."own",
    "t35"."today",
    "t35"."due",
    "t35"."sense",
    "t35"."paused",
    "t35"."to_date",
    "t35"."prior_path",
    "t35"."rules",
    "t35"."low",
    "t35"."high",
    "t35"."floor",
    "t35"."ceiling",
    "t35"."last_day",
    "t35"."place",
    "t35"."before",
    "t35"."number_before",
    "t35"."opens",
    "t35"."follows",
    "t35"."value"
  FROM t35 AS t35
), t40 AS (
  SELECT
    "t37"."kpi",
    "t37"."number",
    "t37"."last_day"
  FROM "t36" AS "t37"
), t13 AS (
  SELECT
    *
  FROM "segment" AS "t2"
  WHERE
    "t2"."role" <> 'chart'
), t24 AS (
  SELECT
    "t13"."kpi" AS "owner",
    "t13"."role",
    "t13"."from_day",
    "t13"."to_day",
    "t13"."from_value",
    "t13"."to_value"
  FROM t13 AS t13
), t41 AS (
  SELECT
    "t40"."kpi",
    "t40"."number",
    "t40"."last_day",
    "t24"."owner",
    "t24"."role",
    "t24"."from_day",
    "t24"."to_day",
    "t24"."from_value",
    "t24"."to_value"
  FROM t40 AS t40
  INNER JOIN t24 AS t24
    ON "t40"."kpi" = "t24"."owner"
), t42 AS (
  SELECT
    *
  FROM t41 AS t41
  WHERE
    "t41"."from_day" <= "t41"."last_day" AND "t41"."last_day" < "t41"."to_day"
), t44 AS (
  SELECT
    "t42"."kpi",
    "t42"."number",
    MAX(
      "t42"."from_value" + (
        (
          "t42"."to_value" - "t42"."from_value"
        ) * (
          CAST("t42"."last_day" - "t42"."from_day" AS DOUBLE) / CAST("t42"."to_day" - "t42"."from_day" AS DOUBLE)
        )
      )
    ) FILTER(WHERE
      "t42"."role" = 'target') AS "path",
    MAX(
      "t42"."from_value" + (
        (
          "t42"."to_value" - "t42"."from_value"
        ) * (
          CAST("t42"."last_day" - "t42"."from_day" AS DOUBLE) / CAST("t42"."to_day" - "t42"."from_day" AS DOUBLE)
        )
      )
    ) FILTER(WHERE
      "t42"."role" = 'threshold') AS "threshold"
  FROM t42 AS t42
  GROUP BY
    1,
    2
), t45 AS (
  SELECT
    "t38"."kpi",
    "t38"."number",
    "t38"."point",
    "t38"."prior",
    "t38"."first",
    "t38"."own",
    "t38"."today",
    "t38"."due",
    "t38"."sense",
    "t38"."paused",
    "t38"."to_date",
    "t38"."prior_path",
    "t38"."rules",
    "t38"."low",
    "t38"."high",
    "t38"."floor",
    "t38"."ceiling",
    "t38"."last_day",
    "t38"."place",
    "t38"."before",
    "t38"."number_before",
    "t38"."opens",
    "t38"."follows",
    "t38"."value",
    "t44"."path",
    "t44"."threshold"
  FROM "t36" AS "t38"
  LEFT OUTER JOIN t44 AS t44
    ON "t38"."kpi" = "t44"."kpi" AND "t38"."number" = "t44"."number"
), t47 AS (
  SELECT
    "t45"."kpi" AS "owner",
    "t45"."number" AS "then",
    "t45"."point" AS "year_before"
  FROM t45 AS t45
), t48 AS (
  SELECT
    "t38"."kpi",
    "t38"."number",
    "t38"."point",
    "t38"."prior",
    "t38"."first",
    "t38"."own",
    "t38"."today",
    "t38"."due",
    "t38"."sense",
    "t38"."paused",
    "t38"."to_date",
    "t38"."prior_path",
    "t38"."rules",
    "t38"."low",
    "t38"."high",
    "t38"."floor",
    "t38"."ceiling",
    "t38"."last_day",
    "t38"."place",
    "t38"."before",
    "t38"."number_before",
    "t38"."opens",
    "t38"."follows",
    "t38"."value",
    "t44"."path",
    "t44"."threshold",
    "t47"."year_before"
  FROM "t36" AS "t38"
  LEFT OUTER JOIN t44 AS t44
    ON "t38"."kpi" = "t44"."kpi" AND "t38"."number" = "t44"."number"
  LEFT OUTER JOIN t47 AS t47
    ON "t38"."kpi" = "t47"."owner" AND "t38"."prior" = "t47"."then"
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
    CASE
      WHEN "t48"."path" IS NOT NULL
      THEN "t48"."path"
      WHEN "t48"."prior_path"
      THEN "t48"."year_before"
      ELSE NULL
    END AS "target"
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
    CASE
      WHEN (
        "t49"."value" IS NULL
      )
      OR (
        (
          "t49"."target" IS NULL
        ) AND (
          "t49"."low" IS NULL
        )
      )
      THEN CAST(NULL AS TEXT)
      WHEN (
        (
          "t49"."sense" = 1
        ) AND (
          "t49"."value" < "t49"."threshold"
        )
      )
      OR (
        (
          "t49"."sense" = -1
        ) AND (
          "t49"."value" > "t49"."threshold"
        )
      )
      OR (
        (
          "t49"."sense" = 0
        )
        AND (
          (
            "t49"."value" < "t49"."floor"
          ) OR (
            "t49"."value" > "t49"."ceiling"
          )
        )
      )
      THEN 'red'
      WHEN (
        (
          "t49"."sense" = 1
        ) AND (
          "t49"."value" >= "t49"."target"
        )
      )
      OR (
        (
          "t49"."sense" = -1
        ) AND (
          "t49"."value" <= "t49"."target"
        )
      )
      OR (
        (
          "t49"."sense" = 0
        )
        AND (
          "t49"."value" >= "t49"."low"
        )
        AND (
          "t49"."value" <= "t49"."high"
        )
      )
      THEN 'green'
      ELSE 'amber'
    END AS "status"
  FROM t49 AS t49
), t54 AS (
  SELECT
    "t51"."kpi",
    "t51"."number",
    "t51"."last_day"
  FROM "t50" AS "t51"
), t12 AS (
  SELECT
    *
  FROM "segment" AS "t2"
  WHERE
    "t2"."role" = 'chart'
), t23 AS (
  SELECT
    "t12"."kpi" AS "owner",
    "t12"."from_day" AS "day"
  FROM t12 AS t12
), t55 AS (
  SELECT
    "t54"."kpi",
    "t54"."number",
    "t54"."last_day",
    "t23"."owner",
    "t23"."day"
  FROM t54 AS t54
  INNER JOIN t23 AS t23
    ON "t54"."kpi" = "t23"."owner"
), t56 AS (
  SELECT
    *
  FROM t55 AS t55
  WHERE
    "t55"."day" <= "t55"."last_day"
), t58 AS (
  SELECT
    "t56"."kpi",
    "t56"."number",
    COUNT("t56"."day") AS "passed"
  FROM t56 AS t56
  GROUP BY
    1,
    2
), t59 AS (
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
    "t58"."passed"
  FROM "t50" AS "t52"
  LEFT OUTER JOIN t58 AS t58
    ON "t52"."kpi" = "t58"."kpi" AND "t52"."number" = "t58"."number"
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
    "t59"."passed",
    COALESCE("t59"."passed", 0) AS "chart"
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
    "t60"."chart"
  FROM t60 AS t60
), "t62" AS (
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
    ROW_NUMBER() OVER (
      PARTITION BY "t61"."kpi", "t61"."chart"
      ORDER BY "t61"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "in_chart"
  FROM t61 AS t61
), t65 AS (
  SELECT
    "t63"."kpi",
    "t63"."chart",
    SUM(CAST("t63"."in_chart" < 20 AS INT)) AS "values",
    SUM(
      CAST((
        "t63"."in_chart" < 20
      ) AND (
        "t63"."in_chart" > 0
      ) AND "t63"."follows" AS INT)
    ) AS "ranges",
    AVG("t63"."point") FILTER(WHERE
      "t63"."in_chart" < 20) AS "mean",
    AVG(ABS("t63"."point" - "t63"."before")) FILTER(WHERE
      (
        "t63"."in_chart" < 20
      ) AND (
        "t63"."in_chart" > 0
      ) AND "t63"."follows") AS "mean_range"
  FROM "t62" AS "t63"
  GROUP BY
    1,
    2
), t67 AS (
  SELECT
    "t65"."kpi",
    "t65"."chart",
    "t65"."values" AS "limit_values",
    CASE
      WHEN (
        "t65"."values" >= 6
      ) AND (
        "t65"."ranges" >= 5
      )
      THEN "t65"."mean"
      ELSE NULL
    END AS "centre",
    CASE
      WHEN (
        "t65"."values" >= 6
      ) AND (
        "t65"."ranges" >= 5
      )
      THEN "t65"."mean_range" * 2.66
      ELSE NULL
    END AS "reach",
    CASE
      WHEN (
        "t65"."values" >= 6
      ) AND (
        "t65"."ranges" >= 5
      )
      THEN "t65"."mean_range" * 3.27
      ELSE NULL
    END AS "range_limit"
  FROM t65 AS t65
), t68 AS (
  SELECT
    "t64"."kpi",
    "t64"."number",
    "t64"."point",
    "t64"."prior",
    "t64"."first",
    "t64"."own",
    "t64"."today",
    "t64"."due",
    "t64"."sense",
    "t64"."paused",
    "t64"."to_date",
    "t64"."prior_path",
    "t64"."rules",
    "t64"."low",
    "t64"."high",
    "t64"."floor",
    "t64"."ceiling",
    "t64"."last_day",
    "t64"."place",
    "t64"."before",
    "t64"."number_before",
    "t64"."opens",
    "t64"."follows",
    "t64"."value",
    "t64"."path",
    "t64"."threshold",
    "t64"."year_before",
    "t64"."target",
    "t64"."status",
    "t64"."chart",
    "t64"."in_chart",
    "t67"."limit_values",
    "t67"."centre",
    "t67"."reach",
    "t67"."range_limit"
  FROM "t62" AS "t64"
  LEFT OUTER JOIN t67 AS t67
    ON "t64"."kpi" = "t67"."kpi" AND "t64"."chart" = "t67"."chart"
), t69 AS (
  SELECT
    "t68"."kpi",
    "t68"."number",
    "t68"."point",
    "t68"."prior",
    "t68"."first",
    "t68"."own",
    "t68"."today",
    "t68"."due",
    "t68"."sense",
    "t68"."paused",
    "t68"."to_date",
    "t68"."prior_path",
    "t68"."rules",
    "t68"."low",
    "t68"."high",
    "t68"."floor",
    "t68"."ceiling",
    "t68"."last_day",
    "t68"."place",
    "t68"."before",
    "t68"."number_before",
    "t68"."opens",
    "t68"."follows",
    "t68"."value",
    "t68"."path",
    "t68"."threshold",
    "t68"."year_before",
    "t68"."target",
    "t68"."status",
    "t68"."chart",
    "t68"."in_chart",
    "t68"."limit_values",
    CASE WHEN NOT (
      "t68"."to_date"
    ) THEN "t68"."centre" ELSE NULL END AS "centre",
    CASE WHEN NOT (
      "t68"."to_date"
    ) THEN "t68"."reach" ELSE NULL END AS "reach",
    CASE WHEN NOT (
      "t68"."to_date"
    ) THEN "t68"."range_limit" ELSE NULL END AS "range_limit"
  FROM t68 AS t68
), t70 AS (
  SELECT
    "t69"."kpi",
    "t69"."number",
    "t69"."point",
    "t69"."prior",
    "t69"."first",
    "t69"."own",
    "t69"."today",
    "t69"."due",
    "t69"."sense",
    "t69"."paused",
    "t69"."to_date",
    "t69"."prior_path",
    COALESCE("t69"."rules", 'wheeler') AS "rules",
    "t69"."low",
    "t69"."high",
    "t69"."floor",
    "t69"."ceiling",
    "t69"."last_day",
    "t69"."place",
    "t69"."before",
    "t69"."number_before",
    "t69"."opens",
    "t69"."follows",
    "t69"."value",
    "t69"."path",
    "t69"."threshold",
    "t69"."year_before",
    "t69"."target",
    "t69"."status",
    "t69"."chart",
    "t69"."in_chart",
    "t69"."limit_values",
    "t69"."centre",
    "t69"."reach",
    "t69"."range_limit",
    CASE
      WHEN ABS("t69"."point" - "t69"."centre") <= (
        GREATEST(ABS("t69"."point"), ABS("t69"."centre")) * 1e-12
      )
      THEN 0.0
      ELSE "t69"."point" - "t69"."centre"
    END AS "off"
  FROM t69 AS t69
), t71 AS (
  SELECT
    "t70"."kpi",
    "t70"."number",
    "t70"."point",
    "t70"."prior",
    "t70"."first",
    "t70"."own",
    "t70"."today",
    "t70"."due",
    "t70"."sense",
    "t70"."paused",
    "t70"."to_date",
    "t70"."prior_path",
    "t70"."rules",
    "t70"."low",
    "t70"."high",
    "t70"."floor",
    "t70"."ceiling",
    "t70"."last_day",
    "t70"."place",
    "t70"."before",
    "t70"."number_before",
    "t70"."opens",
    "t70"."follows",
    "t70"."value",
    "t70"."path",
    "t70"."threshold",
    "t70"."year_before",
    "t70"."target",
    "t70"."status",
    "t70"."chart",
    "t70"."in_chart",
    "t70"."limit_values",
    "t70"."centre",
    "t70"."reach",
    "t70"."range_limit",
    "t70"."off",
    CASE
      WHEN (
        "t70"."off" * 1
      ) > (
        "t70"."reach" * 1.000000000001
      )
      THEN 1
      WHEN (
        "t70"."off" * -1
      ) > (
        "t70"."reach" * 1.000000000001
      )
      THEN -1
      ELSE 0
    END AS "way0",
    CASE
      WHEN (
        (
          "t70"."off" * 1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t70"."off" * 1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 7 preceding AND CURRENT ROW
        ) >= 8
      )
      THEN 1
      WHEN (
        (
          "t70"."off" * -1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t70"."off" * -1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 7 preceding AND CURRENT ROW
        ) >= 8
      )
      THEN -1
      ELSE 0
    END AS "way1",
    CASE
      WHEN (
        (
          "t70"."off" * 1
        ) > (
          "t70"."reach" * 0.500000000001
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t70"."off" * 1
            ) > (
              "t70"."reach" * 0.500000000001
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 3 preceding AND CURRENT ROW
        ) >= 3
      )
      THEN 1
      WHEN (
        (
          "t70"."off" * -1
        ) > (
          "t70"."reach" * 0.500000000001
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t70"."off" * -1
            ) > (
              "t70"."reach" * 0.500000000001
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 3 preceding AND CURRENT ROW
        ) >= 3
      )
      THEN -1
      ELSE 0
    END AS "way2",
    CASE
      WHEN (
        (
          "t70"."off" * 1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t70"."off" * 1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 11 preceding AND CURRENT ROW
        ) >= 10
      )
      THEN 1
      WHEN (
        (
          "t70"."off" * -1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t70"."off" * -1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 11 preceding AND CURRENT ROW
        ) >= 10
      )
      THEN -1
      ELSE 0
    END AS "way3",
    CASE
      WHEN (
        (
          "t70"."off" * 1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t70"."off" * 1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 6 preceding AND CURRENT ROW
        ) >= 7
      )
      THEN 1
      WHEN (
        (
          "t70"."off" * -1
        ) > 0.0
      )
      AND (
        SUM(CASE WHEN (
          "t70"."off" * -1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
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
            "t70"."in_chart" > 0
          )
          AND (
            "t70"."centre" IS NOT NULL
          )
          AND (
            (
              (
                "t70"."point" - "t70"."before"
              ) * 1
            ) > 0
          )
          THEN 1
          ELSE 0
        END
      ) OVER (
        PARTITION BY "t70"."kpi", "t70"."chart"
        ORDER BY "t70"."number" ASC
        ROWS BETWEEN 5 preceding AND CURRENT ROW
      ) >= 6
      THEN 1
      WHEN SUM(
        CASE
          WHEN (
            "t70"."in_chart" > 0
          )
          AND (
            "t70"."centre" IS NOT NULL
          )
          AND (
            (
              (
                "t70"."point" - "t70"."before"
              ) * -1
            ) > 0
          )
          THEN 1
          ELSE 0
        END
      ) OVER (
        PARTITION BY "t70"."kpi", "t70"."chart"
        ORDER BY "t70"."number" ASC
        ROWS BETWEEN 5 preceding AND CURRENT ROW
      ) >= 6
      THEN -1
      ELSE 0
    END AS "way5",
    CASE
      WHEN (
        (
          "t70"."off" * 1
        ) > (
          "t70"."reach" * 0.6666666666676666
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t70"."off" * 1
            ) > (
              "t70"."reach" * 0.6666666666676666
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 2
      )
      AND (
        SUM(CASE WHEN (
          "t70"."off" * 1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 3
      )
      THEN 1
      WHEN (
        (
          "t70"."off" * -1
        ) > (
          "t70"."reach" * 0.6666666666676666
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t70"."off" * -1
            ) > (
              "t70"."reach" * 0.6666666666676666
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 2
      )
      AND (
        SUM(CASE WHEN (
          "t70"."off" * -1
        ) > 0.0 THEN 1 ELSE 0 END) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 3
      )
      THEN -1
      ELSE 0
    END AS "way6",
    CASE
      WHEN (
        (
          "t70"."off" * 1
        ) > (
          "t70"."reach" * 0.6666666666676666
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t70"."off" * 1
            ) > (
              "t70"."reach" * 0.6666666666676666
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 2
      )
      THEN 1
      WHEN (
        (
          "t70"."off" * -1
        ) > (
          "t70"."reach" * 0.6666666666676666
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t70"."off" * -1
            ) > (
              "t70"."reach" * 0.6666666666676666
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 2 preceding AND CURRENT ROW
        ) >= 2
      )
      THEN -1
      ELSE 0
    END AS "way7",
    CASE
      WHEN (
        (
          "t70"."off" * 1
        ) > (
          "t70"."reach" * 0.3333333333343333
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t70"."off" * 1
            ) > (
              "t70"."reach" * 0.3333333333343333
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 4 preceding AND CURRENT ROW
        ) >= 4
      )
      THEN 1
      WHEN (
        (
          "t70"."off" * -1
        ) > (
          "t70"."reach" * 0.3333333333343333
        )
      )
      AND (
        SUM(
          CASE
            WHEN (
              "t70"."off" * -1
            ) > (
              "t70"."reach" * 0.3333333333343333
            )
            THEN 1
            ELSE 0
          END
        ) OVER (
          PARTITION BY "t70"."kpi", "t70"."chart"
          ORDER BY "t70"."number" ASC
          ROWS BETWEEN 4 preceding AND CURRENT ROW
        ) >= 4
      )
      THEN -1
      ELSE 0
    END AS "way8"
  FROM t70 AS t70
), t72 AS (
  SELECT
    "t71"."kpi",
    "t71"."number",
    "t71"."point",
    "t71"."prior",
    "t71"."first",
    "t71"."own",
    "t71"."today",
    "t71"."due",
    "t71"."sense",
    "t71"."paused",
    "t71"."to_date",
    "t71"."prior_path",
    "t71"."rules",
    "t71"."low",
    "t71"."high",
    "t71"."floor",
    "t71"."ceiling",
    "t71"."last_day",
    "t71"."place",
    "t71"."before",
    "t71"."number_before",
    "t71"."opens",
    "t71"."follows",
    "t71"."value",
    "t71"."path",
    "t71"."threshold",
    "t71"."year_before",
    "t71"."target",
    "t71"."status",
    "t71"."chart",
    "t71"."in_chart",
    "t71"."limit_values",
    "t71"."centre",
    "t71"."reach",
    "t71"."range_limit",
    "t71"."off",
    "t71"."way0",
    "t71"."way1",
    "t71"."way2",
    "t71"."way3",
    "t71"."way4",
    "t71"."way5",
    "t71"."way6",
    "t71"."way7",
    "t71"."way8",
    CASE
      WHEN (
        "t71"."rules" = 'wheeler'
      ) AND (
        "t71"."way0" <> 0
      )
      THEN "t71"."way0"
      WHEN (
        "t71"."rules" = 'wheeler'
      ) AND (
        "t71"."way1" <> 0
      )
      THEN "t71"."way1"
      WHEN (
        "t71"."rules" = 'wheeler'
      ) AND (
        "t71"."way2" <> 0
      )
      THEN "t71"."way2"
      WHEN (
        "t71"."rules" = 'pump'
      ) AND (
        "t71"."way0" <> 0
      )
      THEN "t71"."way0"
      WHEN (
        "t71"."rules" = 'pump'
      ) AND (
        "t71"."way1" <> 0
      )
      THEN "t71"."way1"
      WHEN (
        "t71"."rules" = 'pump'
      ) AND (
        "t71"."way3" <> 0
      )
      THEN "t71"."way3"
      WHEN (
        "t71"."rules" = 'nhs'
      ) AND (
        "t71"."way0" <> 0
      )
      THEN "t71"."way0"
      WHEN (
        "t71"."rules" = 'nhs'
      ) AND (
        "t71"."way4" <> 0
      )
      THEN "t71"."way4"
      WHEN (
        "t71"."rules" = 'nhs'
      ) AND (
        "t71"."way5" <> 0
      )
      THEN "t71"."way5"
      WHEN (
        "t71"."rules" = 'nhs'
      ) AND (
        "t71"."way6" <> 0
      )
      THEN "t71"."way6"
      WHEN (
        "t71"."rules" = 'western-electric'
      ) AND (
        "t71"."way0" <> 0
      )
      THEN "t71"."way0"
      WHEN (
        "t71"."rules" = 'western-electric'
      ) AND (
        "t71"."way7" <> 0
      )
      THEN "t71"."way7"
      WHEN (
        "t71"."rules" = 'western-electric'
      ) AND (
        "t71"."way8" <> 0
      )
      THEN "t71"."way8"
      WHEN (
        "t71"."rules" = 'western-electric'
      ) AND (
        "t71"."way1" <> 0
      )
      THEN "t71"."way1"
      ELSE 0
    END AS "way",
    CASE
      WHEN (
        "t71"."rules" = 'wheeler'
      ) AND (
        "t71"."way0" <> 0
      )
      THEN 'beyond a limit'
      WHEN (
        "t71"."rules" = 'wheeler'
      ) AND (
        "t71"."way1" <> 0
      )
      THEN '8 in a row on a side'
      WHEN (
        "t71"."rules" = 'wheeler'
      ) AND (
        "t71"."way2" <> 0
      )
      THEN '3 of 4 nearer a limit than the centre'
      WHEN (
        "t71"."rules" = 'pump'
      ) AND (
        "t71"."way0" <> 0
      )
      THEN 'beyond a limit'
      WHEN (
        "t71"."rules" = 'pump'
      ) AND (
        "t71"."way1" <> 0
      )
      THEN '8 in a row on a side'
      WHEN (
        "t71"."rules" = 'pump'
      ) AND (
        "t71"."way3" <> 0
      )
      THEN '10 of 12 on a side'
      WHEN (
        "t71"."rules" = 'nhs'
      ) AND (
        "t71"."way0" <> 0
      )
      THEN 'beyond a limit'
      WHEN (
        "t71"."rules" = 'nhs'
      ) AND (
        "t71"."way4" <> 0
      )
      THEN '7 in a row on a side'
      WHEN (
        "t71"."rules" = 'nhs'
      ) AND (
        "t71"."way5" <> 0
      )
      THEN '6 moves in a row one way'
      WHEN (
        "t71"."rules" = 'nhs'
      ) AND (
        "t71"."way6" <> 0
      )
      THEN '2 of 3 in the outer third'
      WHEN (
        "t71"."rules" = 'western-electric'
      ) AND (
        "t71"."way0" <> 0
      )
      THEN 'beyond a limit'
      WHEN (
        "t71"."rules" = 'western-electric'
      ) AND (
        "t71"."way7" <> 0
      )
      THEN '2 of 3 beyond two sigma'
      WHEN (
        "t71"."rules" = 'western-electric'
      ) AND (
        "t71"."way8" <> 0
      )
      THEN '4 of 5 beyond one sigma'
      WHEN (
        "t71"."rules" = 'western-electric'
      ) AND (
        "t71"."way1" <> 0
      )
      THEN '8 in a row on a side'
      ELSE NULL
    END AS "rule"
  FROM t71 AS t71
), t73 AS (
  SELECT
    "t72"."kpi",
    "t72"."number",
    "t72"."point",
    "t72"."prior",
    "t72"."first",
    "t72"."own",
    "t72"."today",
    "t72"."due",
    "t72"."sense",
    "t72"."paused",
    "t72"."to_date",
    "t72"."prior_path",
    "t72"."rules",
    "t72"."low",
    "t72"."high",
    "t72"."floor",
    "t72"."ceiling",
    "t72"."last_day",
    "t72"."place",
    "t72"."before",
    "t72"."number_before",
    "t72"."opens",
    "t72"."follows",
    "t72"."value",
    "t72"."path",
    "t72"."threshold",
    "t72"."year_before",
    "t72"."target",
    "t72"."status",
    "t72"."chart",
    "t72"."in_chart",
    "t72"."limit_values",
    "t72"."centre",
    "t72"."reach",
    "t72"."range_limit",
    "t72"."way",
    "t72"."rule"
  FROM t72 AS t72
), t74 AS (
  SELECT
    "t73"."kpi",
    "t73"."number",
    "t73"."point",
    "t73"."prior",
    "t73"."first",
    "t73"."own",
    "t73"."today",
    "t73"."due",
    "t73"."sense",
    "t73"."paused",
    "t73"."to_date",
    "t73"."prior_path",
    "t73"."rules",
    "t73"."low",
    "t73"."high",
    "t73"."floor",
    "t73"."ceiling",
    "t73"."last_day",
    "t73"."place",
    "t73"."before",
    "t73"."number_before",
    "t73"."opens",
    "t73"."follows",
    "t73"."value",
    "t73"."path",
    "t73"."threshold",
    "t73"."year_before",
    "t73"."target",
    "t73"."status",
    "t73"."chart",
    "t73"."in_chart",
    "t73"."limit_values",
    "t73"."centre",
    "t73"."reach",
    "t73"."range_limit",
    "t73"."way",
    "t73"."rule",
    CASE
      WHEN "t73"."sense" = 0
      THEN CASE
        WHEN "t73"."low" IS NOT NULL
        THEN CASE
          WHEN "t73"."point" < "t73"."low"
          THEN "t73"."low" - "t73"."point"
          WHEN "t73"."point" > "t73"."high"
          THEN "t73"."point" - "t73"."high"
          ELSE 0.0
        END
        ELSE NULL
      END
      ELSE -(
        "t73"."sense"
      ) * "t73"."point"
    END AS "cost",
    CASE
      WHEN "t73"."sense" <> 0
      THEN "t73"."sense"
      WHEN "t73"."point" < "t73"."low"
      THEN 1
      WHEN "t73"."point" > "t73"."high"
      THEN -1
      ELSE 0
    END AS "wanted",
    CASE
      WHEN "t73"."status" = 'red'
      THEN 1
      WHEN "t73"."status" = 'amber'
      THEN 2
      WHEN "t73"."status" = 'green'
      THEN 3
      ELSE 0
    END AS "code"
  FROM t73 AS t73
), t75 AS (
  SELECT
    "t74"."kpi",
    "t74"."number",
    "t74"."point",
    "t74"."prior",
    "t74"."first",
    "t74"."own",
    "t74"."today",
    "t74"."due",
    "t74"."sense",
    "t74"."paused",
    "t74"."to_date",
    "t74"."prior_path",
    "t74"."rules",
    "t74"."low",
    "t74"."high",
    "t74"."floor",
    "t74"."ceiling",
    "t74"."last_day",
    "t74"."place",
    "t74"."before",
    "t74"."number_before",
    "t74"."opens",
    "t74"."follows",
    "t74"."value",
    "t74"."path",
    "t74"."threshold",
    "t74"."year_before",
    "t74"."target",
    "t74"."status",
    "t74"."chart",
    "t74"."in_chart",
    "t74"."limit_values",
    "t74"."centre",
    "t74"."reach",
    "t74"."range_limit",
    "t74"."way",
    "t74"."rule",
    "t74"."cost",
    "t74"."wanted",
    "t74"."code",
    LAG("t74"."cost") OVER (
      PARTITION BY "t74"."kpi"
      ORDER BY "t74"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "cost_before",
    LAG("t74"."code") OVER (
      PARTITION BY "t74"."kpi"
      ORDER BY "t74"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "code_before",
    LAG("t74"."way") OVER (
      PARTITION BY "t74"."kpi"
      ORDER BY "t74"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "way_before"
  FROM t74 AS t74
), "t76" AS (
  SELECT
    "t75"."kpi",
    "t75"."number",
    "t75"."point",
    "t75"."prior",
    "t75"."first",
    "t75"."own",
    "t75"."today",
    "t75"."due",
    "t75"."sense",
    "t75"."paused",
    "t75"."to_date",
    "t75"."prior_path",
    "t75"."rules",
    "t75"."low",
    "t75"."high",
    "t75"."floor",
    "t75"."ceiling",
    "t75"."last_day",
    "t75"."place",
    "t75"."before",
    "t75"."number_before",
    "t75"."opens",
    "t75"."follows",
    "t75"."value",
    "t75"."path",
    "t75"."threshold",
    "t75"."year_before",
    "t75"."target",
    "t75"."status",
    "t75"."chart",
    "t75"."in_chart",
    "t75"."limit_values",
    "t75"."centre",
    "t75"."reach",
    "t75"."range_limit",
    "t75"."way",
    "t75"."rule",
    "t75"."cost",
    "t75"."wanted",
    "t75"."code",
    "t75"."cost_before",
    "t75"."code_before",
    "t75"."way_before",
    CASE
      WHEN NOT (
        "t75"."opens"
      ) AND (
        "t75"."cost" > "t75"."cost_before"
      )
      THEN TRUE
      ELSE FALSE
    END AS "worse",
    CASE WHEN (
      "t75"."code" = 1
    ) OR (
      "t75"."code" = 2
    ) THEN TRUE ELSE FALSE END AS "missed",
    CASE WHEN "t75"."code" = 1 THEN TRUE ELSE FALSE END AS "red",
    CASE
      WHEN (
        "t75"."way" <> 0
      ) AND (
        "t75"."way" = -(
          "t75"."wanted"
        )
      )
      THEN TRUE
      ELSE FALSE
    END AS "against",
    CASE
      WHEN "t75"."opens" OR (
        "t75"."code" <> "t75"."code_before"
      )
      THEN TRUE
      ELSE FALSE
    END AS "turns",
    CASE
      WHEN (
        "t75"."in_chart" = 0
      ) OR (
        "t75"."way" <> "t75"."way_before"
      )
      THEN TRUE
      ELSE FALSE
    END AS "swings"
  FROM t75 AS t75
), t86 AS (
  SELECT
    "t77"."kpi",
    MAX("t77"."place") AS "last",
    MAX("t77"."number") AS "judged",
    MAX(
      CASE
        WHEN NOT (
          "t77"."worse"
        )
        THEN "t77"."place"
        WHEN "t77"."opens"
        THEN "t77"."place" - 1
        ELSE -1
      END
    ) AS "worse",
    MAX(
      CASE
        WHEN NOT (
          "t77"."missed"
        )
        THEN "t77"."place"
        WHEN "t77"."opens"
        THEN "t77"."place" - 1
        ELSE -1
      END
    ) AS "missed",
    MAX(
      CASE
        WHEN NOT (
          "t77"."red"
        )
        THEN "t77"."place"
        WHEN "t77"."opens"
        THEN "t77"."place" - 1
        ELSE -1
      END
    ) AS "red",
    MAX(
      CASE
        WHEN NOT (
          "t77"."against"
        )
        THEN "t77"."place"
        WHEN "t77"."opens"
        THEN "t77"."place" - 1
        ELSE -1
      END
    ) AS "against"
  FROM "t76" AS "t77"
  GROUP BY
    1
), t10 AS (
  SELECT
    *
  FROM "kpi" AS "t1"
  WHERE
    NOT (
      "t1"."paused"
    )
), t22 AS (
  SELECT
    "t10"."kpi" AS "owner",
    "t10"."due"
  FROM t10 AS t10
), t88 AS (
  SELECT
    "t86"."kpi",
    "t86"."last",
    "t86"."judged",
    "t86"."worse",
    "t86"."missed",
    "t86"."red",
    "t86"."against",
    "t22"."due"
  FROM t86 AS t86
  INNER JOIN t22 AS t22
    ON "t86"."kpi" = "t22"."owner"
), t90 AS (
  SELECT
    "t88"."kpi" AS "owner",
    "t88"."last",
    "t88"."judged",
    "t88"."worse",
    "t88"."missed",
    "t88"."red",
    "t88"."against",
    "t88"."due"
  FROM t88 AS t88
), t82 AS (
  SELECT
    "t77"."kpi",
    "t77"."number",
    "t77"."place",
    "t77"."opens"
  FROM "t76" AS "t77"
), t26 AS (
  SELECT
    *
  FROM "t9" AS "t16"
  WHERE
    "t16"."of" > 0
), t28 AS (
  SELECT
    "t26"."kpi" AS "owner",
    "t26"."pattern",
    "t26"."times",
    "t26"."of"
  FROM t26 AS t26
), t80 AS (
  SELECT
    *
  FROM "t76" AS "t77"
  WHERE
    "t77"."missed"
), t85 AS (
  SELECT
    "t80"."kpi" AS "other",
    "t80"."number" AS "then"
  FROM t80 AS t80
), t87 AS (
  SELECT
    "t82"."kpi",
    "t82"."number",
    "t82"."place",
    "t82"."opens",
    "t28"."pattern",
    "t28"."times",
    "t28"."of",
    "t85"."other",
    "t85"."then"
  FROM t82 AS t82
  INNER JOIN t28 AS t28
    ON "t82"."kpi" = "t28"."owner"
  LEFT OUTER JOIN t85 AS t85
    ON "t82"."kpi" = "t85"."other"
), t91 AS (
  SELECT
    "t87"."kpi",
    "t87"."number",
    "t87"."place",
    "t87"."opens",
    "t87"."pattern",
    "t87"."times",
    "t87"."of",
    "t87"."other",
    "t87"."then",
    CASE
      WHEN (
        "t87"."then" <= "t87"."number"
      )
      AND (
        "t87"."then" > (
          "t87"."number" - "t87"."of"
        )
      )
      THEN 1
      ELSE 0
    END AS "counts"
  FROM t87 AS t87
), t92 AS (
  SELECT
    "t91"."kpi",
    "t91"."pattern",
    "t91"."times",
    "t91"."of",
    "t91"."place",
    "t91"."opens",
    SUM("t91"."counts") AS "counted"
  FROM t91 AS t91
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
), t94 AS (
  SELECT
    "t92"."kpi",
    "t92"."pattern",
    "t92"."times",
    "t92"."of",
    MAX(
      CASE
        WHEN NOT (
          "t92"."counted" >= "t92"."times"
        )
        THEN "t92"."place"
        WHEN "t92"."opens"
        THEN "t92"."place" - 1
        ELSE -1
      END
    ) AS "broke"
  FROM t92 AS t92
  GROUP BY
    1,
    2,
    3,
    4
), t95 AS (
  SELECT
    "t17"."kpi",
    "t17"."pattern",
    "t17"."times",
    "t17"."of",
    "t90"."last",
    "t90"."judged",
    "t90"."worse",
    "t90"."missed",
    "t90"."red",
    "t90"."against",
    "t90"."due",
    "t94"."broke"
  FROM "t9" AS "t17"
  INNER JOIN t90 AS t90
    ON "t17"."kpi" = "t90"."owner"
  LEFT OUTER JOIN t94 AS t94
    ON "t17"."kpi" = "t94"."kpi"
    AND "t17"."pattern" = "t94"."pattern"
    AND "t17"."times" = "t94"."times"
    AND "t17"."of" = "t94"."of"
), t96 AS (
  SELECT
    "t95"."kpi",
    "t95"."pattern",
    "t95"."times",
    "t95"."of",
    "t95"."last",
    "t95"."judged",
    "t95"."worse",
    "t95"."missed",
    "t95"."red",
    "t95"."against",
    "t95"."due",
    "t95"."broke",
    CASE
      WHEN "t95"."of" > 0
      THEN "t95"."broke"
      WHEN "t95"."pattern" = 'worse_in_a_row'
      THEN "t95"."worse"
      WHEN "t95"."pattern" = 'missed'
      THEN "t95"."missed"
      WHEN "t95"."pattern" = 'beyond_threshold'
      THEN "t95"."red"
      WHEN "t95"."pattern" = 'signal_against'
      THEN "t95"."against"
      ELSE NULL
    END AS "run",
    "t95"."due" - "t95"."judged" AS "late",
    CASE WHEN "t95"."of" > 0 THEN 1 ELSE "t95"."times" END AS "more"
  FROM t95 AS t95
), t97 AS (
  SELECT
    "t96"."kpi",
    "t96"."pattern",
    "t96"."times",
    "t96"."of",
    "t96"."last",
    "t96"."judged",
    "t96"."worse",
    "t96"."missed",
    "t96"."red",
    "t96"."against",
    "t96"."due",
    "t96"."broke",
    "t96"."run",
    "t96"."late",
    "t96"."more",
    CASE
      WHEN "t96"."pattern" = 'stale'
      THEN (
        "t96"."late" - "t96"."times"
      ) + 1
      ELSE (
        (
          "t96"."last" - "t96"."run"
        ) - "t96"."more"
      ) + 1
    END AS "periods",
    "t96"."run" + "t96"."more" AS "begun"
  FROM t96 AS t96
), t99 AS (
  SELECT
    *
  FROM t97 AS t97
  WHERE
    "t97"."periods" > 0
    AND (
      (
        "t97"."late" <= 2
      )
      OR (
        "t97"."pattern" = 'beyond_threshold'
      )
      OR (
        "t97"."pattern" = 'stale'
      )
    )
), t81 AS (
  SELECT
    "t77"."kpi" AS "owner",
    "t77"."place" AS "at",
    "t77"."number" AS "begins"
  FROM "t76" AS "t77"
), t100 AS (
  SELECT
    "t99"."kpi",
    "t99"."pattern",
    "t99"."times",
    "t99"."of",
    "t99"."last",
    "t99"."judged",
    "t99"."worse",
    "t99"."missed",
    "t99"."red",
    "t99"."against",
    "t99"."due",
    "t99"."broke",
    "t99"."run",
    "t99"."late",
    "t99"."more",
    "t99"."periods",
    "t99"."begun",
    "t81"."owner",
    "t81"."at",
    "t81"."begins"
  FROM t99 AS t99
  LEFT OUTER JOIN t81 AS t81
    ON "t99"."kpi" = "t81"."owner" AND "t99"."begun" = "t81"."at"
), t101 AS (
  SELECT
    "t100"."kpi",
    "t100"."pattern",
    "t100"."times",
    "t100"."of",
    "t100"."last",
    "t100"."judged",
    "t100"."worse",
    "t100"."missed",
    "t100"."red",
    "t100"."against",
    "t100"."due",
    "t100"."broke",
    "t100"."run",
    "t100"."late",
    "t100"."more",
    "t100"."periods",
    "t100"."begun",
    "t100"."owner",
    "t100"."at",
    "t100"."begins",
    CASE
      WHEN "t100"."pattern" = 'stale'
      THEN "t100"."judged" + "t100"."times"
      ELSE "t100"."begins"
    END AS "since"
  FROM t100 AS t100
), t102 AS (
  SELECT
    "t101"."kpi",
    "t101"."pattern",
    "t101"."times",
    "t101"."of",
    "t101"."periods",
    "t101"."since"
  FROM t101 AS t101
)
SELECT
  *
FROM t102 AS t102
ORDER BY
  "t102"."kpi" ASC,
  "t102"."pattern" ASC,
  "t102"."times" ASC,
  "t102"."of" ASC
