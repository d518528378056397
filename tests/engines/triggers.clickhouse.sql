WITH t6 AS (
  SELECT
    "t1"."kpi" AS "kpi",
    "t1"."pattern" AS "pattern",
    "t1"."times" AS "times",
    "t1"."periods" AS "of"
  FROM "trigger" AS "t1"
), t7 AS (
  SELECT
    "t2"."kpi" AS "kpi",
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
    "t0"."kpi" AS "kpi",
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
    "t0"."kpi"
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
    "t11"."due" AS "due"
  FROM t11 AS t11
), t23 AS (
  SELECT
    "t18"."kpi" AS "kpi",
    "t18"."last" AS "last",
    "t18"."judged" AS "judged",
    "t18"."worse" AS "worse",
    "t18"."missed" AS "missed",
    "t18"."red" AS "red",
    "t18"."against" AS "against",
    "t19"."due" AS "due"
  FROM t18 AS t18
  INNER JOIN t19 AS t19
    ON "t18"."kpi" = "t19"."owner"
), t25 AS (
  SELECT
    "t23"."kpi" AS "owner",
    "t23"."last" AS "last",
    "t23"."judged" AS "judged",
    "t23"."worse" AS "worse",
    "t23"."missed" AS "missed",
    "t23"."red" AS "red",
    "t23"."against" AS "against",
    "t23"."due" AS "due"
  FROM t23 AS t23
), t9 AS (
  SELECT
    "t0"."kpi" AS "kpi",
    "t0"."number" AS "number",
    "t0"."place" AS "place",
    "t0"."opens" AS "opens"
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
    "t20"."pattern" AS "pattern",
    "t20"."times" AS "times",
    "t20"."of" AS "of"
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
    "t9"."kpi" AS "kpi",
    "t9"."number" AS "number",
    "t9"."place" AS "place",
    "t9"."opens" AS "opens",
    "t22"."pattern" AS "pattern",
    "t22"."times" AS "times",
    "t22"."of" AS "of",
    "t15"."other" AS "other",
    "t15"."then" AS "then"
  FROM t9 AS t9
  INNER JOIN t22 AS t22
    ON "t9"."kpi" = "t22"."owner"
  LEFT OUTER JOIN t15 AS t15
    ON "t9"."kpi" = "t15"."other"
), t27 AS (
  SELECT
    "t26"."kpi" AS "kpi",
    "t26"."number" AS "number",
    "t26"."place" AS "place",
    "t26"."opens" AS "opens",
    "t26"."pattern" AS "pattern",
    "t26"."times" AS "times",
    "t26"."of" AS "of",
    "t26"."other" AS "other",
    "t26"."then" AS "then",
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
    "t27"."kpi" AS "kpi",
    "t27"."pattern" AS "pattern",
    "t27"."times" AS "times",
    "t27"."of" AS "of",
    "t27"."place" AS "place",
    "t27"."opens" AS "opens",
    SUM("t27"."counts") AS "counted"
  FROM t27 AS t27
  GROUP BY
    "t27"."kpi",
    "t27"."pattern",
    "t27"."times",
    "t27"."of",
    "t27"."place",
    "t27"."opens"
), t30 AS (
  SELECT
    "t28"."kpi" AS "kpi",
    "t28"."pattern" AS "pattern",
    "t28"."times" AS "times",
    "t28"."of" AS "of",
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
    "t28"."kpi",
    "t28"."pattern",
    "t28"."times",
    "t28"."of"
), t31 AS (
  SELECT
    "t16"."kpi" AS "kpi",
    "t16"."pattern" AS "pattern",
    "t16"."times" AS "times",
    "t16"."of" AS "of",
    "t25"."last" AS "last",
    "t25"."judged" AS "judged",
    "t25"."worse" AS "worse",
    "t25"."missed" AS "missed",
    "t25"."red" AS "red",
    "t25"."against" AS "against",
    "t25"."due" AS "due",
    "t30"."broke" AS "broke"
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
    "t31"."kpi" AS "kpi",
    "t31"."pattern" AS "pattern",
    "t31"."times" AS "times",
    "t31"."of" AS "of",
    "t31"."last" AS "last",
    "t31"."judged" AS "judged",
    "t31"."worse" AS "worse",
    "t31"."missed" AS "missed",
    "t31"."red" AS "red",
    "t31"."against" AS "against",
    "t31"."due" AS "due",
    "t31"."broke" AS "broke",
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
    "t32"."kpi" AS "kpi",
    "t32"."pattern" AS "pattern",
    "t32"."times" AS "times",
    "t32"."of" AS "of",
    "t32"."last" AS "last",
    "t32"."judged" AS "judged",
    "t32"."worse" AS "worse",
    "t32"."missed" AS "missed",
    "t32"."red" AS "red",
    "t32"."against" AS "against",
    "t32"."due" AS "due",
    "t32"."broke" AS "broke",
    "t32"."run" AS "run",
    "t32"."late" AS "late",
    "t32"."more" AS "more",
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
    "t35"."kpi" AS "kpi",
    "t35"."pattern" AS "pattern",
    "t35"."times" AS "times",
    "t35"."of" AS "of",
    "t35"."last" AS "last",
    "t35"."judged" AS "judged",
    "t35"."worse" AS "worse",
    "t35"."missed" AS "missed",
    "t35"."red" AS "red",
    "t35"."against" AS "against",
    "t35"."due" AS "due",
    "t35"."broke" AS "broke",
    "t35"."run" AS "run",
    "t35"."late" AS "late",
    "t35"."more" AS "more",
    "t35"."periods" AS "periods",
    "t35"."begun" AS "begun",
    "t8"."owner" AS "owner",
    "t8"."at" AS "at",
    "t8"."begins" AS "begins"
  FROM t35 AS t35
  LEFT OUTER JOIN t8 AS t8
    ON "t35"."kpi" = "t8"."owner" AND "t35"."begun" = "t8"."at"
), t37 AS (
  SELECT
    "t36"."kpi" AS "kpi",
    "t36"."pattern" AS "pattern",
    "t36"."times" AS "times",
    "t36"."of" AS "of",
    "t36"."last" AS "last",
    "t36"."judged" AS "judged",
    "t36"."worse" AS "worse",
    "t36"."missed" AS "missed",
    "t36"."red" AS "red",
    "t36"."against" AS "against",
    "t36"."due" AS "due",
    "t36"."broke" AS "broke",
    "t36"."run" AS "run",
    "t36"."late" AS "late",
    "t36"."more" AS "more",
    "t36"."periods" AS "periods",
    "t36"."begun" AS "begun",
    "t36"."owner" AS "owner",
    "t36"."at" AS "at",
    "t36"."begins" AS "begins",
    CASE
      WHEN "t36"."pattern" = 'stale'
      THEN "t36"."judged" + "t36"."times"
      ELSE "t36"."begins"
    END AS "since"
  FROM t36 AS t36
), t38 AS (
  SELECT
    "t37"."kpi" AS "kpi",
    "t37"."pattern" AS "pattern",
    "t37"."times" AS "times",
    "t37"."of" AS "of",
    "t37"."periods" AS "periods",
    "t37"."since" AS "since"
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
