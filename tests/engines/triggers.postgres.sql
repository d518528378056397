WITH t6 AS (
  SELECT
    "t1"."kpi",
    "t1"."pattern",
    "t1"."times",
    "t1"."periods" AS "of"
  FROM "trigger" AS "t1"
), t7 AS (
  SELECT
    "t2"."kpi",
    'beyond_threshold' AS "pattern",
    1 AS "times",
    0 AS "of"
  FROM "kpi" AS "t2"
), "t10" AS (
  SELECT
    *
  FROM t6 AS t6
  UNION ALL
  SELECT
    *
  FROM t7 AS t7
), t18 AS (
  SELECT
    "t0"."kpi",
    MAX("t0"."place") AS "last",
    MAX("t0"."number") AS "judged",
    MAX(
      CASE
        WHEN NOT (
          "t0"."worse"
        )
        THEN "t0"."place"
        WHEN "t0"."opens"
        THEN "t0"."place" - 1
        ELSE -1
      END
    ) AS "worse",
    MAX(
      CASE
        WHEN NOT (
          "t0"."missed"
        )
        THEN "t0"."place"
        WHEN "t0"."opens"
        THEN "t0"."place" - 1
        ELSE -1
      END
    ) AS "missed",
    MAX(
      CASE
        WHEN NOT (
          "t0"."red"
        )
        THEN "t0"."place"
        WHEN "t0"."opens"
        THEN "t0"."place" - 1
        ELSE -1
      END
    ) AS "red",
    MAX(
      CASE
        WHEN NOT (
          "t0"."against"
        )
        THEN "t0"."place"
        WHEN "t0"."opens"
        THEN "t0"."place" - 1
        ELSE -1
      END
    ) AS "against"
  FROM "points" AS "t0"
  GROUP BY
    1
), t11 AS (
  SELECT
    *
  FROM "kpi" AS "t2"
  WHERE
    NOT (
      "t2"."paused"
    )
), t19 AS (
  SELECT
    "t11"."kpi" AS "owner",
    "t11"."due"
  FROM t11 AS t11
), t23 AS (
  SELECT
    "t18"."kpi",
    "t18"."last",
    "t18"."judged",
    "t18"."worse",
    "t18"."missed",
    "t18"."red",
    "t18"."against",
    "t19"."due"
  FROM t18 AS t18
  INNER JOIN t19 AS t19
    ON "t18"."kpi" = "t19"."owner"
), t25 AS (
  SELECT
    "t23"."kpi" AS "owner",
    "t23"."last",
    "t23"."judged",
    "t23"."worse",
    "t23"."missed",
    "t23"."red",
    "t23"."against",
    "t23"."due"
  FROM t23 AS t23
), t9 AS (
  SELECT
    "t0"."kpi",
    "t0"."number",
    "t0"."place",
    "t0"."opens"
  FROM "points" AS "t0"
), t20 AS (
  SELECT
    *
  FROM "t10" AS "t13"
  WHERE
    "t13"."of" > 0
), t22 AS (
  SELECT
    "t20"."kpi" AS "owner",
    "t20"."pattern",
    "t20"."times",
    "t20"."of"
  FROM t20 AS t20
), t5 AS (
  SELECT
    *
  FROM "points" AS "t0"
  WHERE
    "t0"."missed"
), t15 AS (
  SELECT
    "t5"."kpi" AS "other",
    "t5"."number" AS "then"
  FROM t5 AS t5
), t26 AS (
  SELECT
    "t9"."kpi",
    "t9"."number",
    "t9"."place",
    "t9"."opens",
    "t22"."pattern",
    "t22"."times",
    "t22"."of",
    "t15"."other",
    "t15"."then"
  FROM t9 AS t9
  INNER JOIN t22 AS t22
    ON "t9"."kpi" = "t22"."owner"
  LEFT OUTER JOIN t15 AS t15
    ON "t9"."kpi" = "t15"."other"
), t27 AS (
  SELECT
    "t26"."kpi",
    "t26"."number",
    "t26"."place",
    "t26"."opens",
    "t26"."pattern",
    "t26"."times",
    "t26"."of",
    "t26"."other",
    "t26"."then",
    CASE
      WHEN (
        "t26"."then" <= "t26"."number"
      )
      AND (
        "t26"."then" > (
          "t26"."number" - "t26"."of"
        )
      )
      THEN 1
      ELSE 0
    END AS "counts"
  FROM t26 AS t26
), t28 AS (
  SELECT
    "t27"."kpi",
    "t27"."pattern",
    "t27"."times",
    "t27"."of",
    "t27"."place",
    "t27"."opens",
    SUM("t27"."counts") AS "counted"
  FROM t27 AS t27
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
), t30 AS (
  SELECT
    "t28"."kpi",
    "t28"."pattern",
    "t28"."times",
    "t28"."of",
    MAX(
      CASE
        WHEN NOT (
          "t28"."counted" >= "t28"."times"
        )
        THEN "t28"."place"
        WHEN "t28"."opens"
        THEN "t28"."place" - 1
        ELSE -1
      END
    ) AS "broke"
  FROM t28 AS t28
  GROUP BY
    1,
    2,
    3,
    4
), t31 AS (
  SELECT
    "t16"."kpi",
    "t16"."pattern",
    "t16"."times",
    "t16"."of",
    "t25"."last",
    "t25"."judged",
    "t25"."worse",
    "t25"."missed",
    "t25"."red",
    "t25"."against",
    "t25"."due",
    "t30"."broke"
  FROM "t10" AS "t16"
  INNER JOIN t25 AS t25
    ON "t16"."kpi" = "t25"."owner"
  LEFT OUTER JOIN t30 AS t30
    ON "t16"."kpi" = "t30"."kpi"
    AND "t16"."pattern" = "t30"."pattern"
    AND "t16"."times" = "t30"."times"
    AND "t16"."of" = "t30"."of"
), t32 AS (
  SELECT
    "t31"."kpi",
    "t31"."pattern",
    "t31"."times",
    "t31"."of",
    "t31"."last",
    "t31"."judged",
    "t31"."worse",
    "t31"."missed",
    "t31"."red",
    "t31"."against",
    "t31"."due",
    "t31"."broke",
    CASE
      WHEN "t31"."of" > 0
      THEN "t31"."broke"
      WHEN "t31"."pattern" = 'worse_in_a_row'
      THEN "t31"."worse"
      WHEN "t31"."pattern" = 'missed'
      THEN "t31"."missed"
      WHEN "t31"."pattern" = 'beyond_threshold'
      THEN "t31"."red"
      WHEN "t31"."pattern" = 'signal_against'
      THEN "t31"."against"
      ELSE NULL
    END AS "run",
    "t31"."due" - "t31"."judged" AS "late",
    CASE WHEN "t31"."of" > 0 THEN 1 ELSE "t31"."times" END AS "more"
  FROM t31 AS t31
), t33 AS (
  SELECT
    "t32"."kpi",
    "t32"."pattern",
    "t32"."times",
    "t32"."of",
    "t32"."last",
    "t32"."judged",
    "t32"."worse",
    "t32"."missed",
    "t32"."red",
    "t32"."against",
    "t32"."due",
    "t32"."broke",
    "t32"."run",
    "t32"."late",
    "t32"."more",
    CASE
      WHEN "t32"."pattern" = 'stale'
      THEN (
        "t32"."late" - "t32"."times"
      ) + 1
      ELSE (
        (
          "t32"."last" - "t32"."run"
        ) - "t32"."more"
      ) + 1
    END AS "periods",
    "t32"."run" + "t32"."more" AS "begun"
  FROM t32 AS t32
), t35 AS (
  SELECT
    *
  FROM t33 AS t33
  WHERE
    "t33"."periods" > 0
    AND (
      (
        "t33"."late" <= 2
      )
      OR (
        "t33"."pattern" = 'beyond_threshold'
      )
      OR (
        "t33"."pattern" = 'stale'
      )
    )
), t8 AS (
  SELECT
    "t0"."kpi" AS "owner",
    "t0"."place" AS "at",
    "t0"."number" AS "begins"
  FROM "points" AS "t0"
), t36 AS (
  SELECT
    "t35"."kpi",
    "t35"."pattern",
    "t35"."times",
    "t35"."of",
    "t35"."last",
    "t35"."judged",
    "t35"."worse",
    "t35"."missed",
    "t35"."red",
    "t35"."against",
    "t35"."due",
    "t35"."broke",
    "t35"."run",
    "t35"."late",
    "t35"."more",
    "t35"."periods",
    "t35"."begun",
    "t8"."owner",
    "t8"."at",
    "t8"."begins"
  FROM t35 AS t35
  LEFT OUTER JOIN t8 AS t8
    ON "t35"."kpi" = "t8"."owner" AND "t35"."begun" = "t8"."at"
), t37 AS (
  SELECT
    "t36"."kpi",
    "t36"."pattern",
    "t36"."times",
    "t36"."of",
    "t36"."last",
    "t36"."judged",
    "t36"."worse",
    "t36"."missed",
    "t36"."red",
    "t36"."against",
    "t36"."due",
    "t36"."broke",
    "t36"."run",
    "t36"."late",
    "t36"."more",
    "t36"."periods",
    "t36"."begun",
    "t36"."owner",
    "t36"."at",
    "t36"."begins",
    CASE
      WHEN "t36"."pattern" = 'stale'
      THEN "t36"."judged" + "t36"."times"
      ELSE "t36"."begins"
    END AS "since"
  FROM t36 AS t36
), t38 AS (
  SELECT
    "t37"."kpi",
    "t37"."pattern",
    "t37"."times",
    "t37"."of",
    "t37"."periods",
    "t37"."since"
  FROM t37 AS t37
)
SELECT
  *
FROM t38 AS t38
ORDER BY
  "t38"."kpi" ASC,
  "t38"."pattern" ASC,
  "t38"."times" ASC,
  "t38"."of" ASC
