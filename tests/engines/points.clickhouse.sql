WITH t8 AS (
  SELECT
    *
  FROM "observation" AS "t1"
  WHERE
    "t1"."slice" = '' AND "t1"."complete" AND isNotNull("t1"."value")
), t16 AS (
  SELECT
    "t8"."kpi" AS "kpi",
    "t8"."grain" AS "grain",
    "t8"."number" AS "number",
    "t8"."denominator" AS "denominator",
    "t8"."value" AS "point"
  FROM t8 AS t8
), t9 AS (
  SELECT
    "t2"."grain" AS "grain",
    "t2"."number" AS "number",
    "t2"."end_day" AS "end_day",
    "t2"."prior" AS "prior",
    "t2"."first" AS "first"
  FROM "period" AS "t2"
), t10 AS (
  SELECT
    "t3"."kpi" AS "kpi",
    "t3"."own" AS "own",
    "t3"."today" AS "today",
    "t3"."due" AS "due",
    "t3"."sense" AS "sense",
    "t3"."paused" AS "paused",
    "t3"."to_date" AS "to_date",
    "t3"."prior_path" AS "prior_path",
    "t3"."rules" AS "rules",
    "t3"."low" AS "low",
    "t3"."high" AS "high",
    "t3"."floor" AS "floor",
    "t3"."ceiling" AS "ceiling"
  FROM "kpi" AS "t3"
), t17 AS (
  SELECT
    "t16"."kpi" AS "kpi",
    "t16"."grain" AS "grain",
    "t16"."number" AS "number",
    "t16"."denominator" AS "denominator",
    "t16"."point" AS "point",
    "t9"."end_day" AS "end_day",
    "t9"."prior" AS "prior",
    "t9"."first" AS "first",
    "t10"."own" AS "own",
    "t10"."today" AS "today",
    "t10"."due" AS "due",
    "t10"."sense" AS "sense",
    "t10"."paused" AS "paused",
    "t10"."to_date" AS "to_date",
    "t10"."prior_path" AS "prior_path",
    "t10"."rules" AS "rules",
    "t10"."low" AS "low",
    "t10"."high" AS "high",
    "t10"."floor" AS "floor",
    "t10"."ceiling" AS "ceiling"
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
    "t18"."kpi" AS "kpi",
    "t18"."number" AS "number",
    "t18"."point" AS "point",
    "t18"."denominator" AS "denominator",
    "t18"."prior" AS "prior",
    "t18"."first" AS "first",
    "t18"."own" AS "own",
    "t18"."today" AS "today",
    "t18"."due" AS "due",
    "t18"."sense" AS "sense",
    "t18"."paused" AS "paused",
    "t18"."to_date" AS "to_date",
    "t18"."prior_path" AS "prior_path",
    "t18"."rules" AS "rules",
    "t18"."low" AS "low",
    "t18"."high" AS "high",
    "t18"."floor" AS "floor",
    "t18"."ceiling" AS "ceiling",
    "t18"."end_day" - 1 AS "last_day"
  FROM t18 AS t18
), t20 AS (
  SELECT
    "t19"."kpi" AS "kpi",
    "t19"."number" AS "number",
    "t19"."point" AS "point",
    "t19"."denominator" AS "denominator",
    "t19"."prior" AS "prior",
    "t19"."first" AS "first",
    "t19"."own" AS "own",
    "t19"."today" AS "today",
    "t19"."due" AS "due",
    "t19"."sense" AS "sense",
    "t19"."paused" AS "paused",
    "t19"."to_date" AS "to_date",
    "t19"."prior_path" AS "prior_path",
    "t19"."rules" AS "rules",
    "t19"."low" AS "low",
    "t19"."high" AS "high",
    "t19"."floor" AS "floor",
    "t19"."ceiling" AS "ceiling",
    "t19"."last_day" AS "last_day",
    ROW_NUMBER() OVER (
      PARTITION BY "t19"."kpi"
      ORDER BY "t19"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place",
    lagInFrame("t19"."point") OVER (
      PARTITION BY "t19"."kpi"
      ORDER BY "t19"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "before",
    lagInFrame("t19"."number") OVER (
      PARTITION BY "t19"."kpi"
      ORDER BY "t19"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "number_before"
  FROM t19 AS t19
), t21 AS (
  SELECT
    "t20"."kpi" AS "kpi",
    "t20"."number" AS "number",
    "t20"."point" AS "point",
    "t20"."denominator" AS "denominator",
    "t20"."prior" AS "prior",
    "t20"."first" AS "first",
    "t20"."own" AS "own",
    "t20"."today" AS "today",
    "t20"."due" AS "due",
    "t20"."sense" AS "sense",
    "t20"."paused" AS "paused",
    "t20"."to_date" AS "to_date",
    "t20"."prior_path" AS "prior_path",
    "t20"."rules" AS "rules",
    "t20"."low" AS "low",
    "t20"."high" AS "high",
    "t20"."floor" AS "floor",
    "t20"."ceiling" AS "ceiling",
    "t20"."last_day" AS "last_day",
    "t20"."place" AS "place",
    "t20"."before" AS "before",
    "t20"."number_before" AS "number_before",
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
    "t21"."kpi" AS "kpi",
    "t21"."number" AS "number",
    "t21"."point" AS "point",
    "t21"."denominator" AS "denominator",
    "t21"."prior" AS "prior",
    "t21"."first" AS "first",
    "t21"."own" AS "own",
    "t21"."today" AS "today",
    "t21"."due" AS "due",
    "t21"."sense" AS "sense",
    "t21"."paused" AS "paused",
    "t21"."to_date" AS "to_date",
    "t21"."prior_path" AS "prior_path",
    "t21"."rules" AS "rules",
    "t21"."low" AS "low",
    "t21"."high" AS "high",
    "t21"."floor" AS "floor",
    "t21"."ceiling" AS "ceiling",
    "t21"."last_day" AS "last_day",
    "t21"."place" AS "place",
    "t21"."before" AS "before",
    "t21"."number_before" AS "number_before",
    "t21"."opens" AS "opens",
    "t21"."follows" AS "follows",
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
    "t22"."kpi" AS "kpi",
    "t22"."number" AS "number",
    "t22"."point" AS "point",
    "t22"."denominator" AS "denominator",
    "t22"."prior" AS "prior",
    "t22"."first" AS "first",
    "t22"."own" AS "own",
    "t22"."today" AS "today",
    "t22"."due" AS "due",
    "t22"."sense" AS "sense",
    "t22"."paused" AS "paused",
    "t22"."to_date" AS "to_date",
    "t22"."prior_path" AS "prior_path",
    "t22"."rules" AS "rules",
    "t22"."low" AS "low",
    "t22"."high" AS "high",
    "t22"."floor" AS "floor",
    "t22"."ceiling" AS "ceiling",
    "t22"."last_day" AS "last_day",
    "t22"."place" AS "place",
    "t22"."before" AS "before",
    "t22"."number_before" AS "number_before",
    "t22"."opens" AS "opens",
    "t22"."follows" AS "follows",
    "t22"."summed" AS "summed",
    "t22"."in_sum" AS "in_sum",
    "t22"."weighted" AS "weighted",
    "t22"."weights" AS "weights",
    "t22"."in_weights" AS "in_weights",
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
        THEN "t22"."weighted" / nullIf("t22"."weights", 0.0)
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
    "t23"."kpi" AS "kpi",
    "t23"."number" AS "number",
    "t23"."point" AS "point",
    "t23"."prior" AS "prior",
    "t23"."first" AS "first",
    "t23"."own" AS "own",
    "t23"."today" AS "today",
    "t23"."due" AS "due",
    "t23"."sense" AS "sense",
    "t23"."paused" AS "paused",
    "t23"."to_date" AS "to_date",
    "t23"."prior_path" AS "prior_path",
    "t23"."rules" AS "rules",
    "t23"."low" AS "low",
    "t23"."high" AS "high",
    "t23"."floor" AS "floor",
    "t23"."ceiling" AS "ceiling",
    "t23"."last_day" AS "last_day",
    "t23"."place" AS "place",
    "t23"."before" AS "before",
    "t23"."number_before" AS "number_before",
    "t23"."opens" AS "opens",
    "t23"."follows" AS "follows",
    "t23"."value" AS "value"
  FROM t23 AS t23
), t28 AS (
  SELECT
    "t25"."kpi" AS "kpi",
    "t25"."number" AS "number",
    "t25"."last_day" AS "last_day"
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
    "t7"."role" AS "role",
    "t7"."from_day" AS "from_day",
    "t7"."to_day" AS "to_day",
    "t7"."from_value" AS "from_value",
    "t7"."to_value" AS "to_value"
  FROM t7 AS t7
), t29 AS (
  SELECT
    "t28"."kpi" AS "kpi",
    "t28"."number" AS "number",
    "t28"."last_day" AS "last_day",
    "t15"."owner" AS "owner",
    "t15"."role" AS "role",
    "t15"."from_day" AS "from_day",
    "t15"."to_day" AS "to_day",
    "t15"."from_value" AS "from_value",
    "t15"."to_value" AS "to_value"
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
    "t30"."kpi" AS "kpi",
    "t30"."number" AS "number",
    maxIf(
      "t30"."from_value" + (
        (
          "t30"."to_value" - "t30"."from_value"
        ) * (
          CAST("t30"."last_day" - "t30"."from_day" AS Nullable(Float64)) / CAST("t30"."to_day" - "t30"."from_day" AS Nullable(Float64))
        )
      ),
      "t30"."role" = 'target'
    ) AS "path",
    maxIf(
      "t30"."from_value" + (
        (
          "t30"."to_value" - "t30"."from_value"
        ) * (
          CAST("t30"."last_day" - "t30"."from_day" AS Nullable(Float64)) / CAST("t30"."to_day" - "t30"."from_day" AS Nullable(Float64))
        )
      ),
      "t30"."role" = 'threshold'
    ) AS "threshold"
  FROM t30 AS t30
  GROUP BY
    "t30"."kpi",
    "t30"."number"
), t33 AS (
  SELECT
    "t26"."kpi" AS "kpi",
    "t26"."number" AS "number",
    "t26"."point" AS "point",
    "t26"."prior" AS "prior",
    "t26"."first" AS "first",
    "t26"."own" AS "own",
    "t26"."today" AS "today",
    "t26"."due" AS "due",
    "t26"."sense" AS "sense",
    "t26"."paused" AS "paused",
    "t26"."to_date" AS "to_date",
    "t26"."prior_path" AS "prior_path",
    "t26"."rules" AS "rules",
    "t26"."low" AS "low",
    "t26"."high" AS "high",
    "t26"."floor" AS "floor",
    "t26"."ceiling" AS "ceiling",
    "t26"."last_day" AS "last_day",
    "t26"."place" AS "place",
    "t26"."before" AS "before",
    "t26"."number_before" AS "number_before",
    "t26"."opens" AS "opens",
    "t26"."follows" AS "follows",
    "t26"."value" AS "value",
    "t32"."path" AS "path",
    "t32"."threshold" AS "threshold"
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
    "t26"."kpi" AS "kpi",
    "t26"."number" AS "number",
    "t26"."point" AS "point",
    "t26"."prior" AS "prior",
    "t26"."first" AS "first",
    "t26"."own" AS "own",
    "t26"."today" AS "today",
    "t26"."due" AS "due",
    "t26"."sense" AS "sense",
    "t26"."paused" AS "paused",
    "t26"."to_date" AS "to_date",
    "t26"."prior_path" AS "prior_path",
    "t26"."rules" AS "rules",
    "t26"."low" AS "low",
    "t26"."high" AS "high",
    "t26"."floor" AS "floor",
    "t26"."ceiling" AS "ceiling",
    "t26"."last_day" AS "last_day",
    "t26"."place" AS "place",
    "t26"."before" AS "before",
    "t26"."number_before" AS "number_before",
    "t26"."opens" AS "opens",
    "t26"."follows" AS "follows",
    "t26"."value" AS "value",
    "t32"."path" AS "path",
    "t32"."threshold" AS "threshold",
    "t35"."year_before" AS "year_before"
  FROM "t24" AS "t26"
  LEFT OUTER JOIN t32 AS t32
    ON "t26"."kpi" = "t32"."kpi" AND "t26"."number" = "t32"."number"
  LEFT OUTER JOIN t35 AS t35
    ON "t26"."kpi" = "t35"."owner" AND "t26"."prior" = "t35"."then"
), t37 AS (
  SELECT
    "t36"."kpi" AS "kpi",
    "t36"."number" AS "number",
    "t36"."point" AS "point",
    "t36"."prior" AS "prior",
    "t36"."first" AS "first",
    "t36"."own" AS "own",
    "t36"."today" AS "today",
    "t36"."due" AS "due",
    "t36"."sense" AS "sense",
    "t36"."paused" AS "paused",
    "t36"."to_date" AS "to_date",
    "t36"."prior_path" AS "prior_path",
    "t36"."rules" AS "rules",
    "t36"."low" AS "low",
    "t36"."high" AS "high",
    "t36"."floor" AS "floor",
    "t36"."ceiling" AS "ceiling",
    "t36"."last_day" AS "last_day",
    "t36"."place" AS "place",
    "t36"."before" AS "before",
    "t36"."number_before" AS "number_before",
    "t36"."opens" AS "opens",
    "t36"."follows" AS "follows",
    "t36"."value" AS "value",
    "t36"."path" AS "path",
    "t36"."threshold" AS "threshold",
    "t36"."year_before" AS "year_before",
    CASE
      WHEN isNotNull("t36"."path")
      THEN "t36"."path"
      WHEN "t36"."prior_path"
      THEN "t36"."year_before"
      ELSE NULL
    END AS "target"
  FROM t36 AS t36
), "t38" AS (
  SELECT
    "t37"."kpi" AS "kpi",
    "t37"."number" AS "number",
    "t37"."point" AS "point",
    "t37"."prior" AS "prior",
    "t37"."first" AS "first",
    "t37"."own" AS "own",
    "t37"."today" AS "today",
    "t37"."due" AS "due",
    "t37"."sense" AS "sense",
    "t37"."paused" AS "paused",
    "t37"."to_date" AS "to_date",
    "t37"."prior_path" AS "prior_path",
    "t37"."rules" AS "rules",
    "t37"."low" AS "low",
    "t37"."high" AS "high",
    "t37"."floor" AS "floor",
    "t37"."ceiling" AS "ceiling",
    "t37"."last_day" AS "last_day",
    "t37"."place" AS "place",
    "t37"."before" AS "before",
    "t37"."number_before" AS "number_before",
    "t37"."opens" AS "opens",
    "t37"."follows" AS "follows",
    "t37"."value" AS "value",
    "t37"."path" AS "path",
    "t37"."threshold" AS "threshold",
    "t37"."year_before" AS "year_before",
    "t37"."target" AS "target",
    CASE
      WHEN isNull("t37"."value") OR (
        isNull("t37"."target") AND isNull("t37"."low")
      )
      THEN CAST(NULL AS Nullable(String))
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
    "t39"."kpi" AS "kpi",
    "t39"."number" AS "number",
    "t39"."last_day" AS "last_day"
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
    "t42"."kpi" AS "kpi",
    "t42"."number" AS "number",
    "t42"."last_day" AS "last_day",
    "t14"."owner" AS "owner",
    "t14"."day" AS "day"
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
    "t44"."kpi" AS "kpi",
    "t44"."number" AS "number",
    COUNT("t44"."day") AS "passed"
  FROM t44 AS t44
  GROUP BY
    "t44"."kpi",
    "t44"."number"
), t47 AS (
  SELECT
    "t40"."kpi" AS "kpi",
    "t40"."number" AS "number",
    "t40"."point" AS "point",
    "t40"."prior" AS "prior",
    "t40"."first" AS "first",
    "t40"."own" AS "own",
    "t40"."today" AS "today",
    "t40"."due" AS "due",
    "t40"."sense" AS "sense",
    "t40"."paused" AS "paused",
    "t40"."to_date" AS "to_date",
    "t40"."prior_path" AS "prior_path",
    "t40"."rules" AS "rules",
    "t40"."low" AS "low",
    "t40"."high" AS "high",
    "t40"."floor" AS "floor",
    "t40"."ceiling" AS "ceiling",
    "t40"."last_day" AS "last_day",
    "t40"."place" AS "place",
    "t40"."before" AS "before",
    "t40"."number_before" AS "number_before",
    "t40"."opens" AS "opens",
    "t40"."follows" AS "follows",
    "t40"."value" AS "value",
    "t40"."path" AS "path",
    "t40"."threshold" AS "threshold",
    "t40"."year_before" AS "year_before",
    "t40"."target" AS "target",
    "t40"."status" AS "status",
    "t46"."passed" AS "passed"
  FROM "t38" AS "t40"
  LEFT OUTER JOIN t46 AS t46
    ON "t40"."kpi" = "t46"."kpi" AND "t40"."number" = "t46"."number"
), t48 AS (
  SELECT
    "t47"."kpi" AS "kpi",
    "t47"."number" AS "number",
    "t47"."point" AS "point",
    "t47"."prior" AS "prior",
    "t47"."first" AS "first",
    "t47"."own" AS "own",
    "t47"."today" AS "today",
    "t47"."due" AS "due",
    "t47"."sense" AS "sense",
    "t47"."paused" AS "paused",
    "t47"."to_date" AS "to_date",
    "t47"."prior_path" AS "prior_path",
    "t47"."rules" AS "rules",
    "t47"."low" AS "low",
    "t47"."high" AS "high",
    "t47"."floor" AS "floor",
    "t47"."ceiling" AS "ceiling",
    "t47"."last_day" AS "last_day",
    "t47"."place" AS "place",
    "t47"."before" AS "before",
    "t47"."number_before" AS "number_before",
    "t47"."opens" AS "opens",
    "t47"."follows" AS "follows",
    "t47"."value" AS "value",
    "t47"."path" AS "path",
    "t47"."threshold" AS "threshold",
    "t47"."year_before" AS "year_before",
    "t47"."target" AS "target",
    "t47"."status" AS "status",
    "t47"."passed" AS "passed",
    COALESCE("t47"."passed", 0) AS "chart"
  FROM t47 AS t47
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
    "t48"."target" AS "target",
    "t48"."status" AS "status",
    "t48"."chart" AS "chart"
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
    "t49"."status" AS "status",
    "t49"."chart" AS "chart",
    ROW_NUMBER() OVER (
      PARTITION BY "t49"."kpi", "t49"."chart"
      ORDER BY "t49"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "in_chart"
  FROM t49 AS t49
), t53 AS (
  SELECT
    "t51"."kpi" AS "kpi",
    "t51"."chart" AS "chart",
    SUM(CAST("t51"."in_chart" < 20 AS Nullable(Int32))) AS "values",
    SUM(
      CAST((
        "t51"."in_chart" < 20
      ) AND (
        "t51"."in_chart" > 0
      ) AND "t51"."follows" AS Nullable(Int32))
    ) AS "ranges",
    avgIf("t51"."point", "t51"."in_chart" < 20) AS "mean",
    avgIf(
      ABS("t51"."point" - "t51"."before"),
      (
        "t51"."in_chart" < 20
      ) AND (
        "t51"."in_chart" > 0
      ) AND "t51"."follows"
    ) AS "mean_range"
  FROM "t50" AS "t51"
  GROUP BY
    "t51"."kpi",
    "t51"."chart"
), t55 AS (
  SELECT
    "t53"."kpi" AS "kpi",
    "t53"."chart" AS "chart",
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
    "t52"."chart" AS "chart",
    "t52"."in_chart" AS "in_chart",
    "t55"."limit_values" AS "limit_values",
    "t55"."centre" AS "centre",
    "t55"."reach" AS "reach",
    "t55"."range_limit" AS "range_limit"
  FROM "t50" AS "t52"
  LEFT OUTER JOIN t55 AS t55
    ON "t52"."kpi" = "t55"."kpi" AND "t52"."chart" = "t55"."chart"
), t57 AS (
  SELECT
    "t56"."kpi" AS "kpi",
    "t56"."number" AS "number",
    "t56"."point" AS "point",
    "t56"."prior" AS "prior",
    "t56"."first" AS "first",
    "t56"."own" AS "own",
    "t56"."today" AS "today",
    "t56"."due" AS "due",
    "t56"."sense" AS "sense",
    "t56"."paused" AS "paused",
    "t56"."to_date" AS "to_date",
    "t56"."prior_path" AS "prior_path",
    "t56"."rules" AS "rules",
    "t56"."low" AS "low",
    "t56"."high" AS "high",
    "t56"."floor" AS "floor",
    "t56"."ceiling" AS "ceiling",
    "t56"."last_day" AS "last_day",
    "t56"."place" AS "place",
    "t56"."before" AS "before",
    "t56"."number_before" AS "number_before",
    "t56"."opens" AS "opens",
    "t56"."follows" AS "follows",
    "t56"."value" AS "value",
    "t56"."path" AS "path",
    "t56"."threshold" AS "threshold",
    "t56"."year_before" AS "year_before",
    "t56"."target" AS "target",
    "t56"."status" AS "status",
    "t56"."chart" AS "chart",
    "t56"."in_chart" AS "in_chart",
    "t56"."limit_values" AS "limit_values",
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
    "t57"."kpi" AS "kpi",
    "t57"."number" AS "number",
    "t57"."point" AS "point",
    "t57"."prior" AS "prior",
    "t57"."first" AS "first",
    "t57"."own" AS "own",
    "t57"."today" AS "today",
    "t57"."due" AS "due",
    "t57"."sense" AS "sense",
    "t57"."paused" AS "paused",
    "t57"."to_date" AS "to_date",
    "t57"."prior_path" AS "prior_path",
    COALESCE("t57"."rules", 'wheeler') AS "rules",
    "t57"."low" AS "low",
    "t57"."high" AS "high",
    "t57"."floor" AS "floor",
    "t57"."ceiling" AS "ceiling",
    "t57"."last_day" AS "last_day",
    "t57"."place" AS "place",
    "t57"."before" AS "before",
    "t57"."number_before" AS "number_before",
    "t57"."opens" AS "opens",
    "t57"."follows" AS "follows",
    "t57"."value" AS "value",
    "t57"."path" AS "path",
    "t57"."threshold" AS "threshold",
    "t57"."year_before" AS "year_before",
    "t57"."target" AS "target",
    "t57"."status" AS "status",
    "t57"."chart" AS "chart",
    "t57"."in_chart" AS "in_chart",
    "t57"."limit_values" AS "limit_values",
    "t57"."centre" AS "centre",
    "t57"."reach" AS "reach",
    "t57"."range_limit" AS "range_limit",
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
    "t58"."kpi" AS "kpi",
    "t58"."number" AS "number",
    "t58"."point" AS "point",
    "t58"."prior" AS "prior",
    "t58"."first" AS "first",
    "t58"."own" AS "own",
    "t58"."today" AS "today",
    "t58"."due" AS "due",
    "t58"."sense" AS "sense",
    "t58"."paused" AS "paused",
    "t58"."to_date" AS "to_date",
    "t58"."prior_path" AS "prior_path",
    "t58"."rules" AS "rules",
    "t58"."low" AS "low",
    "t58"."high" AS "high",
    "t58"."floor" AS "floor",
    "t58"."ceiling" AS "ceiling",
    "t58"."last_day" AS "last_day",
    "t58"."place" AS "place",
    "t58"."before" AS "before",
    "t58"."number_before" AS "number_before",
    "t58"."opens" AS "opens",
    "t58"."follows" AS "follows",
    "t58"."value" AS "value",
    "t58"."path" AS "path",
    "t58"."threshold" AS "threshold",
    "t58"."year_before" AS "year_before",
    "t58"."target" AS "target",
    "t58"."status" AS "status",
    "t58"."chart" AS "chart",
    "t58"."in_chart" AS "in_chart",
    "t58"."limit_values" AS "limit_values",
    "t58"."centre" AS "centre",
    "t58"."reach" AS "reach",
    "t58"."range_limit" AS "range_limit",
    "t58"."off" AS "off",
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
          AND isNotNull("t58"."centre")
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
          AND isNotNull("t58"."centre")
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
    "t59"."chart" AS "chart",
    "t59"."in_chart" AS "in_chart",
    "t59"."limit_values" AS "limit_values",
    "t59"."centre" AS "centre",
    "t59"."reach" AS "reach",
    "t59"."range_limit" AS "range_limit",
    "t59"."off" AS "off",
    "t59"."way0" AS "way0",
    "t59"."way1" AS "way1",
    "t59"."way2" AS "way2",
    "t59"."way3" AS "way3",
    "t59"."way4" AS "way4",
    "t59"."way5" AS "way5",
    "t59"."way6" AS "way6",
    "t59"."way7" AS "way7",
    "t59"."way8" AS "way8",
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
    "t60"."chart" AS "chart",
    "t60"."in_chart" AS "in_chart",
    "t60"."limit_values" AS "limit_values",
    "t60"."centre" AS "centre",
    "t60"."reach" AS "reach",
    "t60"."range_limit" AS "range_limit",
    "t60"."way" AS "way",
    "t60"."rule" AS "rule"
  FROM t60 AS t60
), t62 AS (
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
    "t61"."in_chart" AS "in_chart",
    "t61"."limit_values" AS "limit_values",
    "t61"."centre" AS "centre",
    "t61"."reach" AS "reach",
    "t61"."range_limit" AS "range_limit",
    "t61"."way" AS "way",
    "t61"."rule" AS "rule",
    CASE
      WHEN "t61"."sense" = 0
      THEN CASE
        WHEN isNotNull("t61"."low")
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
    "t62"."kpi" AS "kpi",
    "t62"."number" AS "number",
    "t62"."point" AS "point",
    "t62"."prior" AS "prior",
    "t62"."first" AS "first",
    "t62"."own" AS "own",
    "t62"."today" AS "today",
    "t62"."due" AS "due",
    "t62"."sense" AS "sense",
    "t62"."paused" AS "paused",
    "t62"."to_date" AS "to_date",
    "t62"."prior_path" AS "prior_path",
    "t62"."rules" AS "rules",
    "t62"."low" AS "low",
    "t62"."high" AS "high",
    "t62"."floor" AS "floor",
    "t62"."ceiling" AS "ceiling",
    "t62"."last_day" AS "last_day",
    "t62"."place" AS "place",
    "t62"."before" AS "before",
    "t62"."number_before" AS "number_before",
    "t62"."opens" AS "opens",
    "t62"."follows" AS "follows",
    "t62"."value" AS "value",
    "t62"."path" AS "path",
    "t62"."threshold" AS "threshold",
    "t62"."year_before" AS "year_before",
    "t62"."target" AS "target",
    "t62"."status" AS "status",
    "t62"."chart" AS "chart",
    "t62"."in_chart" AS "in_chart",
    "t62"."limit_values" AS "limit_values",
    "t62"."centre" AS "centre",
    "t62"."reach" AS "reach",
    "t62"."range_limit" AS "range_limit",
    "t62"."way" AS "way",
    "t62"."rule" AS "rule",
    "t62"."cost" AS "cost",
    "t62"."wanted" AS "wanted",
    "t62"."code" AS "code",
    lagInFrame("t62"."cost") OVER (
      PARTITION BY "t62"."kpi"
      ORDER BY "t62"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "cost_before",
    lagInFrame("t62"."code") OVER (
      PARTITION BY "t62"."kpi"
      ORDER BY "t62"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "code_before",
    lagInFrame("t62"."way") OVER (
      PARTITION BY "t62"."kpi"
      ORDER BY "t62"."number" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "way_before"
  FROM t62 AS t62
)
SELECT
  "t63"."kpi" AS "kpi",
  "t63"."number" AS "number",
  "t63"."point" AS "point",
  "t63"."prior" AS "prior",
  "t63"."first" AS "first",
  "t63"."own" AS "own",
  "t63"."today" AS "today",
  "t63"."due" AS "due",
  "t63"."sense" AS "sense",
  "t63"."paused" AS "paused",
  "t63"."to_date" AS "to_date",
  "t63"."prior_path" AS "prior_path",
  "t63"."rules" AS "rules",
  "t63"."low" AS "low",
  "t63"."high" AS "high",
  "t63"."floor" AS "floor",
  "t63"."ceiling" AS "ceiling",
  "t63"."last_day" AS "last_day",
  "t63"."place" AS "place",
  "t63"."before" AS "before",
  "t63"."number_before" AS "number_before",
  "t63"."opens" AS "opens",
  "t63"."follows" AS "follows",
  "t63"."value" AS "value",
  "t63"."path" AS "path",
  "t63"."threshold" AS "threshold",
  "t63"."year_before" AS "year_before",
  "t63"."target" AS "target",
  "t63"."status" AS "status",
  "t63"."chart" AS "chart",
  "t63"."in_chart" AS "in_chart",
  "t63"."limit_values" AS "limit_values",
  "t63"."centre" AS "centre",
  "t63"."reach" AS "reach",
  "t63"."range_limit" AS "range_limit",
  "t63"."way" AS "way",
  "t63"."rule" AS "rule",
  "t63"."cost" AS "cost",
  "t63"."wanted" AS "wanted",
  "t63"."code" AS "code",
  "t63"."cost_before" AS "cost_before",
  "t63"."code_before" AS "code_before",
  "t63"."way_before" AS "way_before",
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
