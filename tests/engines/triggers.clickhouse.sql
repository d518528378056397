WITH t5 AS (
  SELECT
    "t0"."kpi" AS "kpi",
    "t0"."pattern" AS "pattern",
    "t0"."times" AS "times",
    "t0"."periods" AS "of"
  FROM "trigger" AS "t0"
), t6 AS (
  SELECT
    "t1"."kpi" AS "kpi",
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
    "t3"."slice" = '' AND "t3"."complete" AND isNotNull("t3"."value")
), t25 AS (
  SELECT
    "t14"."kpi" AS "kpi",
    "t14"."grain" AS "grain",
    "t14"."number" AS "number",
    "t14"."denominator" AS "denominator",
    "t14"."value" AS "point"
  FROM t14 AS t14
), t15 AS (
  SELECT
    "t4"."grain" AS "grain",
    "t4"."number" AS "number",
    "t4"."end_day" AS "end_day",
    "t4"."prior" AS "prior",
    "t4"."first" AS "first"
  FROM "period" AS "t4"
), t11 AS (
  SELECT
    "t1"."kpi" AS "kpi",
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
    "t1"."ceiling" AS "ceiling"
  FROM "kpi" AS "t1"
), t29 AS (
  SELECT
    "t25"."kpi" AS "kpi",
    "t25"."grain" AS "grain",
    "t25"."number" AS "number",
    "t25"."denominator" AS "denominator",
    "t25"."point" AS "point",
    "t15"."end_day" AS "end_day",
    "t15"."prior" AS "prior",
    "t15"."first" AS "first",
    "t11"."own" AS "own",
    "t11"."today" AS "today",
    "t11"."due" AS "due",
    "t11"."sense" AS "sense",
    "t11"."paused" AS "paused",
    "t11"."to_date" AS "to_date",
    "t11"."prior_path" AS "prior_path",
    "t11"."rules" AS "rules",
    "t11"."low" AS "low",
    "t11"."high" AS "high",
    "t11"."floor" AS "floor",
    "t11"."ceiling" AS "ceiling"
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
    "t30"."kpi" AS "kpi",
    "t30"."number" AS "number",
    "t30"."point" AS "point",
    "t30"."denominator" AS "denominator",
    "t30"."prior" AS "prior",
    "t30"."first" AS "first",
    "t30"."own" AS "own",
    "t30"."today" AS "today",
    "t30"."due" AS "due",
    "t30"."sense" AS "sense",
    "t30"."paused" AS "paused",
    "t30"."to_date" AS "to_date",
    "t30"."prior_path" AS "prior_path",
    "t30"."rules" AS "rules",
    "t30"."low" AS "low",
    "t30"."high" AS "high",
    "t30"."floor" AS "floor",
    "t30"."ceiling" AS "ceiling",
    "t30"."end_day" - 1 AS "last_day"
  FROM t30 AS t30
), t32 AS (
  SELECT
    "t31"."kpi" AS "kpi",
    "t31"."number" AS "number",
    "t31"."point" AS "point",
    "t31"."denominator" AS "denominator",
    "t31"."prior" AS "prior",
    "t31"."first" AS "first",
    "t31"."own" AS "own",
    "t31"."today" AS "today",
    "t31"."due" AS "due",
    "t31"."sense" AS "sense",
    "t31"."paused" AS "paused",
    "t31"."to_date" AS "to_date",
    "t31"."prior_path" AS "prior_path",
    "t31"."rules" AS "rules",
    "t31"."low" AS "low",
    "t31"."high" AS "high",
    "t31"."floor" AS "floor",
    "t31"."ceiling" AS "ceiling",
    "t31"."last_day" AS "last_day",
    ROW_NUMBER() OVER (
      PARTITION BY "t31"."kpi"
      ORDER BY "t31"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place",
    lagInFrame("t31"."point") OVER (
      PARTITION BY "t31"."kpi"
      ORDER BY "t31"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before",
    lagInFrame("t31"."number") OVER (
      PARTITION BY "t31"."kpi"
      ORDER BY "t31"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "number_before"
  FROM t31 AS t31
), t33 AS (
  SELECT
    "t32"."kpi" AS "kpi",
    "t32"."number" AS "number",
    "t32"."point" AS "point",
    "t32"."denominator" AS "denominator",
    "t32"."prior" AS "prior",
    "t32"."first" AS "first",
    "t32"."own" AS "own",
    "t32"."today" AS "today",
    "t32"."due" AS "due",
    "t32"."sense" AS "sense",
    "t32"."paused" AS "paused",
    "t32"."to_date" AS "to_date",
    "t32"."prior_path" AS "prior_path",
    "t32"."rules" AS "rules",
    "t32"."low" AS "low",
    "t32"."high" AS "high",
    "t32"."floor" AS "floor",
    "t32"."ceiling" AS "ceiling",
    "t32"."last_day" AS "last_day",
    "t32"."place" AS "place",
    "t32"."before" AS "before",
    "t32"."number_before" AS "number_before",
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
    "t33"."kpi" AS "kpi",
    "t33"."number" AS "number",
    "t33"."point" AS "point",
    "t33"."denominator" AS "denominator",
    "t33"."prior" AS "prior",
    "t33"."first" AS "first",
    "t33"."own" AS "own",
    "t33"."today" AS "today",
    "t33"."due" AS "due",
    "t33"."sense" AS "sense",
    "t33"."paused" AS "paused",
    "t33"."to_date" AS "to_date",
    "t33"."prior_path" AS "prior_path",
    "t33"."rules" AS "rules",
    "t33"."low" AS "low",
    "t33"."high" AS "high",
    "t33"."floor" AS "floor",
    "t33"."ceiling" AS "ceiling",
    "t33"."last_day" AS "last_day",
    "t33"."place" AS "place",
    "t33"."before" AS "before",
    "t33"."number_before" AS "number_before",
    "t33"."opens" AS "opens",
    "t33"."follows" AS "follows",
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
    "t34"."kpi" AS "kpi",
    "t34"."number" AS "number",
    "t34"."point" AS "point",
    "t34"."denominator" AS "denominator",
    "t34"."prior" AS "prior",
    "t34"."first" AS "first",
    "t34"."own" AS "own",
    "t34"."today" AS "today",
    "t34"."due" AS "due",
    "t34"."sense" AS "sense",
    "t34"."paused" AS "paused",
    "t34"."to_date" AS "to_date",
    "t34"."prior_path" AS "prior_path",
    "t34"."rules" AS "rules",
    "t34"."low" AS "low",
    "t34"."high" AS "high",
    "t34"."floor" AS "floor",
    "t34"."ceiling" AS "ceiling",
    "t34"."last_day" AS "last_day",
    "t34"."place" AS "place",
    "t34"."before" AS "before",
    "t34"."number_before" AS "number_before",
    "t34"."opens" AS "opens",
    "t34"."follows" AS "follows",
    "t34"."summed" AS "summed",
    "t34"."in_sum" AS "in_sum",
    "t34"."weighted" AS "weighted",
    "t34"."weights" AS "weights",
    "t34"."in_weights" AS "in_weights",
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
        THEN "t34"."weighted" / nullIf("t34"."weights", 0.0)
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
    "t35"."kpi" AS "kpi",
    "t35"."number" AS "number",
    "t35"."point" AS "point",
    "t35"."prior" AS "prior",
    "t35"."first" AS "first",
    "t35"."own" AS "own",
    "t35"."today" AS "today",
    "t35"."due" AS "due",
    "t35"."sense" AS "sense",
    "t35"."paused" AS "paused",
    "t35"."to_date" AS "to_date",
    "t35"."prior_path" AS "prior_path",
    "t35"."rules" AS "rules",
    "t35"."low" AS "low",
    "t35"."high" AS "high",
    "t35"."floor" AS "floor",
    "t35"."ceiling" AS "ceiling",
    "t35"."last_day" AS "last_day",
    "t35"."place" AS "place",
    "t35"."before" AS "before",
    "t35"."number_before" AS "number_before",
    "t35"."opens" AS "opens",
    "t35"."follows" AS "follows",
    "t35"."value" AS "value"
  FROM t35 AS t35
), t40 AS (
  SELECT
    "t37"."kpi" AS "kpi",
    "t37"."number" AS "number",
    "t37"."last_day" AS "last_day"
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
    "t13"."role" AS "role",
    "t13"."from_day" AS "from_day",
    "t13"."to_day" AS "to_day",
    "t13"."from_value" AS "from_value",
    "t13"."to_value" AS "to_value"
  FROM t13 AS t13
), t41 AS (
  SELECT
    "t40"."kpi" AS "kpi",
    "t40"."number" AS "number",
    "t40"."last_day" AS "last_day",
    "t24"."owner" AS "owner",
    "t24"."role" AS "role",
    "t24"."from_day" AS "from_day",
    "t24"."to_day" AS "to_day",
    "t24"."from_value" AS "from_value",
    "t24"."to_value" AS "to_value"
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
    "t42"."kpi" AS "kpi",
    "t42"."number" AS "number",
    maxIf(
      "t42"."from_value" + (
        (
          "t42"."to_value" - "t42"."from_value"
        ) * (
          CAST("t42"."last_day" - "t42"."from_day" AS Nullable(Float64)) / CAST("t42"."to_day" - "t42"."from_day" AS Nullable(Float64))
        )
      ),
      "t42"."role" = 'target'
    ) AS "path",
    maxIf(
      "t42"."from_value" + (
        (
          "t42"."to_value" - "t42"."from_value"
        ) * (
          CAST("t42"."last_day" - "t42"."from_day" AS Nullable(Float64)) / CAST("t42"."to_day" - "t42"."from_day" AS Nullable(Float64))
        )
      ),
      "t42"."role" = 'threshold'
    ) AS "threshold"
  FROM t42 AS t42
  GROUP BY
    "t42"."kpi",
    "t42"."number"
), t45 AS (
  SELECT
    "t38"."kpi" AS "kpi",
    "t38"."number" AS "number",
    "t38"."point" AS "point",
    "t38"."prior" AS "prior",
    "t38"."first" AS "first",
    "t38"."own" AS "own",
    "t38"."today" AS "today",
    "t38"."due" AS "due",
    "t38"."sense" AS "sense",
    "t38"."paused" AS "paused",
    "t38"."to_date" AS "to_date",
    "t38"."prior_path" AS "prior_path",
    "t38"."rules" AS "rules",
    "t38"."low" AS "low",
    "t38"."high" AS "high",
    "t38"."floor" AS "floor",
    "t38"."ceiling" AS "ceiling",
    "t38"."last_day" AS "last_day",
    "t38"."place" AS "place",
    "t38"."before" AS "before",
    "t38"."number_before" AS "number_before",
    "t38"."opens" AS "opens",
    "t38"."follows" AS "follows",
    "t38"."value" AS "value",
    "t44"."path" AS "path",
    "t44"."threshold" AS "threshold"
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
    "t38"."kpi" AS "kpi",
    "t38"."number" AS "number",
    "t38"."point" AS "point",
    "t38"."prior" AS "prior",
    "t38"."first" AS "first",
    "t38"."own" AS "own",
    "t38"."today" AS "today",
    "t38"."due" AS "due",
    "t38"."sense" AS "sense",
    "t38"."paused" AS "paused",
    "t38"."to_date" AS "to_date",
    "t38"."prior_path" AS "prior_path",
    "t38"."rules" AS "rules",
    "t38"."low" AS "low",
    "t38"."high" AS "high",
    "t38"."floor" AS "floor",
    "t38"."ceiling" AS "ceiling",
    "t38"."last_day" AS "last_day",
    "t38"."place" AS "place",
    "t38"."before" AS "before",
    "t38"."number_before" AS "number_before",
    "t38"."opens" AS "opens",
    "t38"."follows" AS "follows",
    "t38"."value" AS "value",
    "t44"."path" AS "path",
    "t44"."threshold" AS "threshold",
    "t47"."year_before" AS "year_before"
  FROM "t36" AS "t38"
  LEFT OUTER JOIN t44 AS t44
    ON "t38"."kpi" = "t44"."kpi" AND "t38"."number" = "t44"."number"
  LEFT OUTER JOIN t47 AS t47
    ON "t38"."kpi" = "t47"."owner" AND "t38"."prior" = "t47"."then"
), t49 AS (
  SELECT
    "t48"."kpi" AS "kpi",
    "t48"."number" AS "number",
    "t48"."point" AS "point",
    "t48"."prior" AS "prior",
    "t48"."first" AS "first",
    "t48"."own" AS "own",
    "t48"."today" AS "today",
    "t48"."due" AS "due",
    "t48"."sense" AS "sense",
    "t48"."paused" AS "paused",
    "t48"."to_date" AS "to_date",
    "t48"."prior_path" AS "prior_path",
    "t48"."rules" AS "rules",
    "t48"."low" AS "low",
    "t48"."high" AS "high",
    "t48"."floor" AS "floor",
    "t48"."ceiling" AS "ceiling",
    "t48"."last_day" AS "last_day",
    "t48"."place" AS "place",
    "t48"."before" AS "before",
    "t48"."number_before" AS "number_before",
    "t48"."opens" AS "opens",
    "t48"."follows" AS "follows",
    "t48"."value" AS "value",
    "t48"."path" AS "path",
    "t48"."threshold" AS "threshold",
    "t48"."year_before" AS "year_before",
    CASE
      WHEN isNotNull("t48"."path")
      THEN "t48"."path"
      WHEN "t48"."prior_path"
      THEN "t48"."year_before"
      ELSE NULL
    END AS "target"
  FROM t48 AS t48
), "t50" AS (
  SELECT
    "t49"."kpi" AS "kpi",
    "t49"."number" AS "number",
    "t49"."point" AS "point",
    "t49"."prior" AS "prior",
    "t49"."first" AS "first",
    "t49"."own" AS "own",
    "t49"."today" AS "today",
    "t49"."due" AS "due",
    "t49"."sense" AS "sense",
    "t49"."paused" AS "paused",
    "t49"."to_date" AS "to_date",
    "t49"."prior_path" AS "prior_path",
    "t49"."rules" AS "rules",
    "t49"."low" AS "low",
    "t49"."high" AS "high",
    "t49"."floor" AS "floor",
    "t49"."ceiling" AS "ceiling",
    "t49"."last_day" AS "last_day",
    "t49"."place" AS "place",
    "t49"."before" AS "before",
    "t49"."number_before" AS "number_before",
    "t49"."opens" AS "opens",
    "t49"."follows" AS "follows",
    "t49"."value" AS "value",
    "t49"."path" AS "path",
    "t49"."threshold" AS "threshold",
    "t49"."year_before" AS "year_before",
    "t49"."target" AS "target",
    CASE
      WHEN isNull("t49"."value") OR (
        isNull("t49"."target") AND isNull("t49"."low")
      )
      THEN CAST(NULL AS Nullable(String))
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
    "t51"."kpi" AS "kpi",
    "t51"."number" AS "number",
    "t51"."last_day" AS "last_day"
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
    "t54"."kpi" AS "kpi",
    "t54"."number" AS "number",
    "t54"."last_day" AS "last_day",
    "t23"."owner" AS "owner",
    "t23"."day" AS "day"
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
    "t56"."kpi" AS "kpi",
    "t56"."number" AS "number",
    COUNT("t56"."day") AS "passed"
  FROM t56 AS t56
  GROUP BY
    "t56"."kpi",
    "t56"."number"
), t59 AS (
  SELECT
    "t52"."kpi" AS "kpi",
    "t52"."number" AS "number",
    "t52"."point" AS "point",
    "t52"."prior" AS "prior",
    "t52"."first" AS "first",
    "t52"."own" AS "own",
    "t52"."today" AS "today",
    "t52"."due" AS "due",
    "t52"."sense" AS "sense",
    "t52"."paused" AS "paused",
    "t52"."to_date" AS "to_date",
    "t52"."prior_path" AS "prior_path",
    "t52"."rules" AS "rules",
    "t52"."low" AS "low",
    "t52"."high" AS "high",
    "t52"."floor" AS "floor",
    "t52"."ceiling" AS "ceiling",
    "t52"."last_day" AS "last_day",
    "t52"."place" AS "place",
    "t52"."before" AS "before",
    "t52"."number_before" AS "number_before",
    "t52"."opens" AS "opens",
    "t52"."follows" AS "follows",
    "t52"."value" AS "value",
    "t52"."path" AS "path",
    "t52"."threshold" AS "threshold",
    "t52"."year_before" AS "year_before",
    "t52"."target" AS "target",
    "t52"."status" AS "status",
    "t58"."passed" AS "passed"
  FROM "t50" AS "t52"
  LEFT OUTER JOIN t58 AS t58
    ON "t52"."kpi" = "t58"."kpi" AND "t52"."number" = "t58"."number"
), t60 AS (
  SELECT
    "t59"."kpi" AS "kpi",
    "t59"."number" AS "number",
    "t59"."point" AS "point",
    "t59"."prior" AS "prior",
    "t59"."first" AS "first",
    "t59"."own" AS "own",
    "t59"."today" AS "today",
    "t59"."due" AS "due",
    "t59"."sense" AS "sense",
    "t59"."paused" AS "paused",
    "t59"."to_date" AS "to_date",
    "t59"."prior_path" AS "prior_path",
    "t59"."rules" AS "rules",
    "t59"."low" AS "low",
    "t59"."high" AS "high",
    "t59"."floor" AS "floor",
    "t59"."ceiling" AS "ceiling",
    "t59"."last_day" AS "last_day",
    "t59"."place" AS "place",
    "t59"."before" AS "before",
    "t59"."number_before" AS "number_before",
    "t59"."opens" AS "opens",
    "t59"."follows" AS "follows",
    "t59"."value" AS "value",
    "t59"."path" AS "path",
    "t59"."threshold" AS "threshold",
    "t59"."year_before" AS "year_before",
    "t59"."target" AS "target",
    "t59"."status" AS "status",
    "t59"."passed" AS "passed",
    COALESCE("t59"."passed", 0) AS "chart"
  FROM t59 AS t59
), t61 AS (
  SELECT
    "t60"."kpi" AS "kpi",
    "t60"."number" AS "number",
    "t60"."point" AS "point",
    "t60"."prior" AS "prior",
    "t60"."first" AS "first",
    "t60"."own" AS "own",
    "t60"."today" AS "today",
    "t60"."due" AS "due",
    "t60"."sense" AS "sense",
    "t60"."paused" AS "paused",
    "t60"."to_date" AS "to_date",
    "t60"."prior_path" AS "prior_path",
    "t60"."rules" AS "rules",
    "t60"."low" AS "low",
    "t60"."high" AS "high",
    "t60"."floor" AS "floor",
    "t60"."ceiling" AS "ceiling",
    "t60"."last_day" AS "last_day",
    "t60"."place" AS "place",
    "t60"."before" AS "before",
    "t60"."number_before" AS "number_before",
    "t60"."opens" AS "opens",
    "t60"."follows" AS "follows",
    "t60"."value" AS "value",
    "t60"."path" AS "path",
    "t60"."threshold" AS "threshold",
    "t60"."year_before" AS "year_before",
    "t60"."target" AS "target",
    "t60"."status" AS "status",
    "t60"."chart" AS "chart"
  FROM t60 AS t60
), "t62" AS (
  SELECT
    "t61"."kpi" AS "kpi",
    "t61"."number" AS "number",
    "t61"."point" AS "point",
    "t61"."prior" AS "prior",
    "t61"."first" AS "first",
    "t61"."own" AS "own",
    "t61"."today" AS "today",
    "t61"."due" AS "due",
    "t61"."sense" AS "sense",
    "t61"."paused" AS "paused",
    "t61"."to_date" AS "to_date",
    "t61"."prior_path" AS "prior_path",
    "t61"."rules" AS "rules",
    "t61"."low" AS "low",
    "t61"."high" AS "high",
    "t61"."floor" AS "floor",
    "t61"."ceiling" AS "ceiling",
    "t61"."last_day" AS "last_day",
    "t61"."place" AS "place",
    "t61"."before" AS "before",
    "t61"."number_before" AS "number_before",
    "t61"."opens" AS "opens",
    "t61"."follows" AS "follows",
    "t61"."value" AS "value",
    "t61"."path" AS "path",
    "t61"."threshold" AS "threshold",
    "t61"."year_before" AS "year_before",
    "t61"."target" AS "target",
    "t61"."status" AS "status",
    "t61"."chart" AS "chart",
    ROW_NUMBER() OVER (
      PARTITION BY "t61"."kpi", "t61"."chart"
      ORDER BY "t61"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "in_chart"
  FROM t61 AS t61
), t65 AS (
  SELECT
    "t63"."kpi" AS "kpi",
    "t63"."chart" AS "chart",
    SUM(CAST("t63"."in_chart" < 20 AS Nullable(Int32))) AS "values",
    SUM(
      CAST((
        "t63"."in_chart" < 20
      ) AND (
        "t63"."in_chart" > 0
      ) AND "t63"."follows" AS Nullable(Int32))
    ) AS "ranges",
    avgIf("t63"."point", "t63"."in_chart" < 20) AS "mean",
    avgIf(
      ABS("t63"."point" - "t63"."before"),
      (
        "t63"."in_chart" < 20
      ) AND (
        "t63"."in_chart" > 0
      ) AND "t63"."follows"
    ) AS "mean_range"
  FROM "t62" AS "t63"
  GROUP BY
    "t63"."kpi",
    "t63"."chart"
), t67 AS (
  SELECT
    "t65"."kpi" AS "kpi",
    "t65"."chart" AS "chart",
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
    "t64"."kpi" AS "kpi",
    "t64"."number" AS "number",
    "t64"."point" AS "point",
    "t64"."prior" AS "prior",
    "t64"."first" AS "first",
    "t64"."own" AS "own",
    "t64"."today" AS "today",
    "t64"."due" AS "due",
    "t64"."sense" AS "sense",
    "t64"."paused" AS "paused",
    "t64"."to_date" AS "to_date",
    "t64"."prior_path" AS "prior_path",
    "t64"."rules" AS "rules",
    "t64"."low" AS "low",
    "t64"."high" AS "high",
    "t64"."floor" AS "floor",
    "t64"."ceiling" AS "ceiling",
    "t64"."last_day" AS "last_day",
    "t64"."place" AS "place",
    "t64"."before" AS "before",
    "t64"."number_before" AS "number_before",
    "t64"."opens" AS "opens",
    "t64"."follows" AS "follows",
    "t64"."value" AS "value",
    "t64"."path" AS "path",
    "t64"."threshold" AS "threshold",
    "t64"."year_before" AS "year_before",
    "t64"."target" AS "target",
    "t64"."status" AS "status",
    "t64"."chart" AS "chart",
    "t64"."in_chart" AS "in_chart",
    "t67"."limit_values" AS "limit_values",
    "t67"."centre" AS "centre",
    "t67"."reach" AS "reach",
    "t67"."range_limit" AS "range_limit"
  FROM "t62" AS "t64"
  LEFT OUTER JOIN t67 AS t67
    ON "t64"."kpi" = "t67"."kpi" AND "t64"."chart" = "t67"."chart"
), t69 AS (
  SELECT
    "t68"."kpi" AS "kpi",
    "t68"."number" AS "number",
    "t68"."point" AS "point",
    "t68"."prior" AS "prior",
    "t68"."first" AS "first",
    "t68"."own" AS "own",
    "t68"."today" AS "today",
    "t68"."due" AS "due",
    "t68"."sense" AS "sense",
    "t68"."paused" AS "paused",
    "t68"."to_date" AS "to_date",
    "t68"."prior_path" AS "prior_path",
    "t68"."rules" AS "rules",
    "t68"."low" AS "low",
    "t68"."high" AS "high",
    "t68"."floor" AS "floor",
    "t68"."ceiling" AS "ceiling",
    "t68"."last_day" AS "last_day",
    "t68"."place" AS "place",
    "t68"."before" AS "before",
    "t68"."number_before" AS "number_before",
    "t68"."opens" AS "opens",
    "t68"."follows" AS "follows",
    "t68"."value" AS "value",
    "t68"."path" AS "path",
    "t68"."threshold" AS "threshold",
    "t68"."year_before" AS "year_before",
    "t68"."target" AS "target",
    "t68"."status" AS "status",
    "t68"."chart" AS "chart",
    "t68"."in_chart" AS "in_chart",
    "t68"."limit_values" AS "limit_values",
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
    "t69"."kpi" AS "kpi",
    "t69"."number" AS "number",
    "t69"."point" AS "point",
    "t69"."prior" AS "prior",
    "t69"."first" AS "first",
    "t69"."own" AS "own",
    "t69"."today" AS "today",
    "t69"."due" AS "due",
    "t69"."sense" AS "sense",
    "t69"."paused" AS "paused",
    "t69"."to_date" AS "to_date",
    "t69"."prior_path" AS "prior_path",
    COALESCE("t69"."rules", 'wheeler') AS "rules",
    "t69"."low" AS "low",
    "t69"."high" AS "high",
    "t69"."floor" AS "floor",
    "t69"."ceiling" AS "ceiling",
    "t69"."last_day" AS "last_day",
    "t69"."place" AS "place",
    "t69"."before" AS "before",
    "t69"."number_before" AS "number_before",
    "t69"."opens" AS "opens",
    "t69"."follows" AS "follows",
    "t69"."value" AS "value",
    "t69"."path" AS "path",
    "t69"."threshold" AS "threshold",
    "t69"."year_before" AS "year_before",
    "t69"."target" AS "target",
    "t69"."status" AS "status",
    "t69"."chart" AS "chart",
    "t69"."in_chart" AS "in_chart",
    "t69"."limit_values" AS "limit_values",
    "t69"."centre" AS "centre",
    "t69"."reach" AS "reach",
    "t69"."range_limit" AS "range_limit",
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
    "t70"."kpi" AS "kpi",
    "t70"."number" AS "number",
    "t70"."point" AS "point",
    "t70"."prior" AS "prior",
    "t70"."first" AS "first",
    "t70"."own" AS "own",
    "t70"."today" AS "today",
    "t70"."due" AS "due",
    "t70"."sense" AS "sense",
    "t70"."paused" AS "paused",
    "t70"."to_date" AS "to_date",
    "t70"."prior_path" AS "prior_path",
    "t70"."rules" AS "rules",
    "t70"."low" AS "low",
    "t70"."high" AS "high",
    "t70"."floor" AS "floor",
    "t70"."ceiling" AS "ceiling",
    "t70"."last_day" AS "last_day",
    "t70"."place" AS "place",
    "t70"."before" AS "before",
    "t70"."number_before" AS "number_before",
    "t70"."opens" AS "opens",
    "t70"."follows" AS "follows",
    "t70"."value" AS "value",
    "t70"."path" AS "path",
    "t70"."threshold" AS "threshold",
    "t70"."year_before" AS "year_before",
    "t70"."target" AS "target",
    "t70"."status" AS "status",
    "t70"."chart" AS "chart",
    "t70"."in_chart" AS "in_chart",
    "t70"."limit_values" AS "limit_values",
    "t70"."centre" AS "centre",
    "t70"."reach" AS "reach",
    "t70"."range_limit" AS "range_limit",
    "t70"."off" AS "off",
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
          AND isNotNull("t70"."centre")
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
          AND isNotNull("t70"."centre")
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
    "t71"."kpi" AS "kpi",
    "t71"."number" AS "number",
    "t71"."point" AS "point",
    "t71"."prior" AS "prior",
    "t71"."first" AS "first",
    "t71"."own" AS "own",
    "t71"."today" AS "today",
    "t71"."due" AS "due",
    "t71"."sense" AS "sense",
    "t71"."paused" AS "paused",
    "t71"."to_date" AS "to_date",
    "t71"."prior_path" AS "prior_path",
    "t71"."rules" AS "rules",
    "t71"."low" AS "low",
    "t71"."high" AS "high",
    "t71"."floor" AS "floor",
    "t71"."ceiling" AS "ceiling",
    "t71"."last_day" AS "last_day",
    "t71"."place" AS "place",
    "t71"."before" AS "before",
    "t71"."number_before" AS "number_before",
    "t71"."opens" AS "opens",
    "t71"."follows" AS "follows",
    "t71"."value" AS "value",
    "t71"."path" AS "path",
    "t71"."threshold" AS "threshold",
    "t71"."year_before" AS "year_before",
    "t71"."target" AS "target",
    "t71"."status" AS "status",
    "t71"."chart" AS "chart",
    "t71"."in_chart" AS "in_chart",
    "t71"."limit_values" AS "limit_values",
    "t71"."centre" AS "centre",
    "t71"."reach" AS "reach",
    "t71"."range_limit" AS "range_limit",
    "t71"."off" AS "off",
    "t71"."way0" AS "way0",
    "t71"."way1" AS "way1",
    "t71"."way2" AS "way2",
    "t71"."way3" AS "way3",
    "t71"."way4" AS "way4",
    "t71"."way5" AS "way5",
    "t71"."way6" AS "way6",
    "t71"."way7" AS "way7",
    "t71"."way8" AS "way8",
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
    "t72"."kpi" AS "kpi",
    "t72"."number" AS "number",
    "t72"."point" AS "point",
    "t72"."prior" AS "prior",
    "t72"."first" AS "first",
    "t72"."own" AS "own",
    "t72"."today" AS "today",
    "t72"."due" AS "due",
    "t72"."sense" AS "sense",
    "t72"."paused" AS "paused",
    "t72"."to_date" AS "to_date",
    "t72"."prior_path" AS "prior_path",
    "t72"."rules" AS "rules",
    "t72"."low" AS "low",
    "t72"."high" AS "high",
    "t72"."floor" AS "floor",
    "t72"."ceiling" AS "ceiling",
    "t72"."last_day" AS "last_day",
    "t72"."place" AS "place",
    "t72"."before" AS "before",
    "t72"."number_before" AS "number_before",
    "t72"."opens" AS "opens",
    "t72"."follows" AS "follows",
    "t72"."value" AS "value",
    "t72"."path" AS "path",
    "t72"."threshold" AS "threshold",
    "t72"."year_before" AS "year_before",
    "t72"."target" AS "target",
    "t72"."status" AS "status",
    "t72"."chart" AS "chart",
    "t72"."in_chart" AS "in_chart",
    "t72"."limit_values" AS "limit_values",
    "t72"."centre" AS "centre",
    "t72"."reach" AS "reach",
    "t72"."range_limit" AS "range_limit",
    "t72"."way" AS "way",
    "t72"."rule" AS "rule"
  FROM t72 AS t72
), t74 AS (
  SELECT
    "t73"."kpi" AS "kpi",
    "t73"."number" AS "number",
    "t73"."point" AS "point",
    "t73"."prior" AS "prior",
    "t73"."first" AS "first",
    "t73"."own" AS "own",
    "t73"."today" AS "today",
    "t73"."due" AS "due",
    "t73"."sense" AS "sense",
    "t73"."paused" AS "paused",
    "t73"."to_date" AS "to_date",
    "t73"."prior_path" AS "prior_path",
    "t73"."rules" AS "rules",
    "t73"."low" AS "low",
    "t73"."high" AS "high",
    "t73"."floor" AS "floor",
    "t73"."ceiling" AS "ceiling",
    "t73"."last_day" AS "last_day",
    "t73"."place" AS "place",
    "t73"."before" AS "before",
    "t73"."number_before" AS "number_before",
    "t73"."opens" AS "opens",
    "t73"."follows" AS "follows",
    "t73"."value" AS "value",
    "t73"."path" AS "path",
    "t73"."threshold" AS "threshold",
    "t73"."year_before" AS "year_before",
    "t73"."target" AS "target",
    "t73"."status" AS "status",
    "t73"."chart" AS "chart",
    "t73"."in_chart" AS "in_chart",
    "t73"."limit_values" AS "limit_values",
    "t73"."centre" AS "centre",
    "t73"."reach" AS "reach",
    "t73"."range_limit" AS "range_limit",
    "t73"."way" AS "way",
    "t73"."rule" AS "rule",
    CASE
      WHEN "t73"."sense" = 0
      THEN CASE
        WHEN isNotNull("t73"."low")
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
    "t74"."kpi" AS "kpi",
    "t74"."number" AS "number",
    "t74"."point" AS "point",
    "t74"."prior" AS "prior",
    "t74"."first" AS "first",
    "t74"."own" AS "own",
    "t74"."today" AS "today",
    "t74"."due" AS "due",
    "t74"."sense" AS "sense",
    "t74"."paused" AS "paused",
    "t74"."to_date" AS "to_date",
    "t74"."prior_path" AS "prior_path",
    "t74"."rules" AS "rules",
    "t74"."low" AS "low",
    "t74"."high" AS "high",
    "t74"."floor" AS "floor",
    "t74"."ceiling" AS "ceiling",
    "t74"."last_day" AS "last_day",
    "t74"."place" AS "place",
    "t74"."before" AS "before",
    "t74"."number_before" AS "number_before",
    "t74"."opens" AS "opens",
    "t74"."follows" AS "follows",
    "t74"."value" AS "value",
    "t74"."path" AS "path",
    "t74"."threshold" AS "threshold",
    "t74"."year_before" AS "year_before",
    "t74"."target" AS "target",
    "t74"."status" AS "status",
    "t74"."chart" AS "chart",
    "t74"."in_chart" AS "in_chart",
    "t74"."limit_values" AS "limit_values",
    "t74"."centre" AS "centre",
    "t74"."reach" AS "reach",
    "t74"."range_limit" AS "range_limit",
    "t74"."way" AS "way",
    "t74"."rule" AS "rule",
    "t74"."cost" AS "cost",
    "t74"."wanted" AS "wanted",
    "t74"."code" AS "code",
    lagInFrame("t74"."cost") OVER (
      PARTITION BY "t74"."kpi"
      ORDER BY "t74"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "cost_before",
    lagInFrame("t74"."code") OVER (
      PARTITION BY "t74"."kpi"
      ORDER BY "t74"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "code_before",
    lagInFrame("t74"."way") OVER (
      PARTITION BY "t74"."kpi"
      ORDER BY "t74"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "way_before"
  FROM t74 AS t74
), "t76" AS (
  SELECT
    "t75"."kpi" AS "kpi",
    "t75"."number" AS "number",
    "t75"."point" AS "point",
    "t75"."prior" AS "prior",
    "t75"."first" AS "first",
    "t75"."own" AS "own",
    "t75"."today" AS "today",
    "t75"."due" AS "due",
    "t75"."sense" AS "sense",
    "t75"."paused" AS "paused",
    "t75"."to_date" AS "to_date",
    "t75"."prior_path" AS "prior_path",
    "t75"."rules" AS "rules",
    "t75"."low" AS "low",
    "t75"."high" AS "high",
    "t75"."floor" AS "floor",
    "t75"."ceiling" AS "ceiling",
    "t75"."last_day" AS "last_day",
    "t75"."place" AS "place",
    "t75"."before" AS "before",
    "t75"."number_before" AS "number_before",
    "t75"."opens" AS "opens",
    "t75"."follows" AS "follows",
    "t75"."value" AS "value",
    "t75"."path" AS "path",
    "t75"."threshold" AS "threshold",
    "t75"."year_before" AS "year_before",
    "t75"."target" AS "target",
    "t75"."status" AS "status",
    "t75"."chart" AS "chart",
    "t75"."in_chart" AS "in_chart",
    "t75"."limit_values" AS "limit_values",
    "t75"."centre" AS "centre",
    "t75"."reach" AS "reach",
    "t75"."range_limit" AS "range_limit",
    "t75"."way" AS "way",
    "t75"."rule" AS "rule",
    "t75"."cost" AS "cost",
    "t75"."wanted" AS "wanted",
    "t75"."code" AS "code",
    "t75"."cost_before" AS "cost_before",
    "t75"."code_before" AS "code_before",
    "t75"."way_before" AS "way_before",
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
    "t77"."kpi" AS "kpi",
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
    "t77"."kpi"
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
    "t10"."due" AS "due"
  FROM t10 AS t10
), t88 AS (
  SELECT
    "t86"."kpi" AS "kpi",
    "t86"."last" AS "last",
    "t86"."judged" AS "judged",
    "t86"."worse" AS "worse",
    "t86"."missed" AS "missed",
    "t86"."red" AS "red",
    "t86"."against" AS "against",
    "t22"."due" AS "due"
  FROM t86 AS t86
  INNER JOIN t22 AS t22
    ON "t86"."kpi" = "t22"."owner"
), t90 AS (
  SELECT
    "t88"."kpi" AS "owner",
    "t88"."last" AS "last",
    "t88"."judged" AS "judged",
    "t88"."worse" AS "worse",
    "t88"."missed" AS "missed",
    "t88"."red" AS "red",
    "t88"."against" AS "against",
    "t88"."due" AS "due"
  FROM t88 AS t88
), t82 AS (
  SELECT
    "t77"."kpi" AS "kpi",
    "t77"."number" AS "number",
    "t77"."place" AS "place",
    "t77"."opens" AS "opens"
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
    "t26"."pattern" AS "pattern",
    "t26"."times" AS "times",
    "t26"."of" AS "of"
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
    "t82"."kpi" AS "kpi",
    "t82"."number" AS "number",
    "t82"."place" AS "place",
    "t82"."opens" AS "opens",
    "t28"."pattern" AS "pattern",
    "t28"."times" AS "times",
    "t28"."of" AS "of",
    "t85"."other" AS "other",
    "t85"."then" AS "then"
  FROM t82 AS t82
  INNER JOIN t28 AS t28
    ON "t82"."kpi" = "t28"."owner"
  LEFT OUTER JOIN t85 AS t85
    ON "t82"."kpi" = "t85"."other"
), t91 AS (
  SELECT
    "t87"."kpi" AS "kpi",
    "t87"."number" AS "number",
    "t87"."place" AS "place",
    "t87"."opens" AS "opens",
    "t87"."pattern" AS "pattern",
    "t87"."times" AS "times",
    "t87"."of" AS "of",
    "t87"."other" AS "other",
    "t87"."then" AS "then",
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
    "t91"."kpi" AS "kpi",
    "t91"."pattern" AS "pattern",
    "t91"."times" AS "times",
    "t91"."of" AS "of",
    "t91"."place" AS "place",
    "t91"."opens" AS "opens",
    SUM("t91"."counts") AS "counted"
  FROM t91 AS t91
  GROUP BY
    "t91"."kpi",
    "t91"."pattern",
    "t91"."times",
    "t91"."of",
    "t91"."place",
    "t91"."opens"
), t94 AS (
  SELECT
    "t92"."kpi" AS "kpi",
    "t92"."pattern" AS "pattern",
    "t92"."times" AS "times",
    "t92"."of" AS "of",
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
    "t92"."kpi",
    "t92"."pattern",
    "t92"."times",
    "t92"."of"
), t95 AS (
  SELECT
    "t17"."kpi" AS "kpi",
    "t17"."pattern" AS "pattern",
    "t17"."times" AS "times",
    "t17"."of" AS "of",
    "t90"."last" AS "last",
    "t90"."judged" AS "judged",
    "t90"."worse" AS "worse",
    "t90"."missed" AS "missed",
    "t90"."red" AS "red",
    "t90"."against" AS "against",
    "t90"."due" AS "due",
    "t94"."broke" AS "broke"
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
    "t95"."kpi" AS "kpi",
    "t95"."pattern" AS "pattern",
    "t95"."times" AS "times",
    "t95"."of" AS "of",
    "t95"."last" AS "last",
    "t95"."judged" AS "judged",
    "t95"."worse" AS "worse",
    "t95"."missed" AS "missed",
    "t95"."red" AS "red",
    "t95"."against" AS "against",
    "t95"."due" AS "due",
    "t95"."broke" AS "broke",
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
    "t96"."kpi" AS "kpi",
    "t96"."pattern" AS "pattern",
    "t96"."times" AS "times",
    "t96"."of" AS "of",
    "t96"."last" AS "last",
    "t96"."judged" AS "judged",
    "t96"."worse" AS "worse",
    "t96"."missed" AS "missed",
    "t96"."red" AS "red",
    "t96"."against" AS "against",
    "t96"."due" AS "due",
    "t96"."broke" AS "broke",
    "t96"."run" AS "run",
    "t96"."late" AS "late",
    "t96"."more" AS "more",
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
    "t99"."kpi" AS "kpi",
    "t99"."pattern" AS "pattern",
    "t99"."times" AS "times",
    "t99"."of" AS "of",
    "t99"."last" AS "last",
    "t99"."judged" AS "judged",
    "t99"."worse" AS "worse",
    "t99"."missed" AS "missed",
    "t99"."red" AS "red",
    "t99"."against" AS "against",
    "t99"."due" AS "due",
    "t99"."broke" AS "broke",
    "t99"."run" AS "run",
    "t99"."late" AS "late",
    "t99"."more" AS "more",
    "t99"."periods" AS "periods",
    "t99"."begun" AS "begun",
    "t81"."owner" AS "owner",
    "t81"."at" AS "at",
    "t81"."begins" AS "begins"
  FROM t99 AS t99
  LEFT OUTER JOIN t81 AS t81
    ON "t99"."kpi" = "t81"."owner" AND "t99"."begun" = "t81"."at"
), t101 AS (
  SELECT
    "t100"."kpi" AS "kpi",
    "t100"."pattern" AS "pattern",
    "t100"."times" AS "times",
    "t100"."of" AS "of",
    "t100"."last" AS "last",
    "t100"."judged" AS "judged",
    "t100"."worse" AS "worse",
    "t100"."missed" AS "missed",
    "t100"."red" AS "red",
    "t100"."against" AS "against",
    "t100"."due" AS "due",
    "t100"."broke" AS "broke",
    "t100"."run" AS "run",
    "t100"."late" AS "late",
    "t100"."more" AS "more",
    "t100"."periods" AS "periods",
    "t100"."begun" AS "begun",
    "t100"."owner" AS "owner",
    "t100"."at" AS "at",
    "t100"."begins" AS "begins",
    CASE
      WHEN "t100"."pattern" = 'stale'
      THEN "t100"."judged" + "t100"."times"
      ELSE "t100"."begins"
    END AS "since"
  FROM t100 AS t100
), t102 AS (
  SELECT
    "t101"."kpi" AS "kpi",
    "t101"."pattern" AS "pattern",
    "t101"."times" AS "times",
    "t101"."of" AS "of",
    "t101"."periods" AS "periods",
    "t101"."since" AS "since"
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
