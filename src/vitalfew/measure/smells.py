"""The kinds of findings that measuring makes; each has a page beside this file."""

from __future__ import annotations

from vitalfew.base.finding import Severity, Smell


def _smell(code: str, slug: str, severity: Severity, help: str) -> Smell:
    return Smell(code, slug, severity, help, room="measure")


SMELLS: tuple[Smell, ...] = (
    _smell("DAT001", "unmeasured-kind", "error", "export its rows to files that a source of kind `files` reads"),
    _smell("DAT002", "unset-variable", "error", "set it in the environment from which `vitalfew` runs"),
    _smell("DAT003", "path-outside", "error", "name files below the workspace's folder, such as `data/*.csv`"),
    _smell("DAT004", "missing-file", "error", "put the file there, or mend `path`"),
    _smell("DAT005", "unreadable-data", "error", "fetch or export the file anew"),
    _smell("DAT006", "empty-data", "error", "fetch or export the file anew"),
    _smell("DAT007", "bad-rows", "error", "mend them at their origin, or say `bad_rows: skip` to measure without them"),
    _smell("DAT008", "no-header", "error", "write the names of the columns in the first line"),
    _smell("DAT009", "doubled-column", "warning", "give each column a name of its own"),
    _smell("DAT010", "differing-columns", "warning", "files without a column are read as if it were empty in all their rows"),
    _smell("DAT011", "unknown-table", "error", "name a table of the source under `table`"),
    _smell("DAT012", "unknown-column", "error", "name a column that the table has"),
    _smell("DAT013", "refused-snippet", "error", "write `value` as one aggregate, `where` as one condition, `sql` as one SELECT"),
    _smell("DAT014", "wrong-type", "error", "mend the values at their origin, or cast the column in the measure"),
    _smell("DAT015", "failed-query", "error", "mend the measure's SQL"),
    _smell("DAT016", "undated-rows", "warning", "mend the dates at their origin, or declare the source's `date_format`"),
    _smell("DAT017", "unmeasured-formula", "error", "make the formula of measures and KPIs that are declared"),
    _smell("DAT018", "formula-cycle", "error", "break the circle: one of them must be made of measures alone"),
    # DAT019 stood for calendars that were not counted yet; a code is never used again.
    _smell("DAT020", "division-by-zero", "warning", "see why the denominator is zero; these periods have no value"),
    _smell(
        "DAT021", "scale-mismatch", "warning", "write baseline, target and threshold in the unit in which the KPI is measured"
    ),
    _smell("DAT022", "too-many-slices", "warning", "split by a column with fewer values"),
    _smell("DAT023", "refused-roll-up", "error", "say `over_org_units: recompute`"),
    _smell("DAT024", "doubled-rows", "warning", "say `doubled_rows: drop` to count each once, or `keep` where rows may be alike"),
    _smell(
        "DAT031",
        "unreachable-source",
        "error",
        "see that the server runs, that this machine may reach it, and that the address is right",
    ),
    _smell("DAT032", "missing-extra", "error", "install what the message names"),
    _smell(
        "DAT033",
        "written-secret",
        "error",
        "put it into an environment variable, write `${NAME}` in its place, and change the password",
    ),
    _smell("DAT034", "no-source-yet", "info", "declare a source, and name it at the measures in `framework/measures.yaml`"),
)
SMELL: dict[str, Smell] = {smell.slug: smell for smell in SMELLS}
