"""The files of a workspace as text: YAML that people go on editing, and values in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import yaml

from vitalfew.exchange.nouns import Value
from vitalfew.exchange.people import Noun


class _Dumper(yaml.SafeDumper):
    """Sets lists in from their key and never writes anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return isinstance(data, object)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # PyYAML's own
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(str, _text)  # a text that knows how it was said is a text


def yaml_file(comment: str, sections: dict[str, object]) -> str:
    """Write sections under a comment, in the order given; empty ones are left out."""
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    parts = [_section(key, value) for key, value in sections.items() if value]
    return head + "\n" + "\n".join(parts)


def _section(key: str, value: object) -> str:
    if not isinstance(value, list):
        return _dump({key: value})
    items = ["\n".join(f"  {line}" if line else "" for line in _dump([item]).splitlines()) for item in value]
    return f"{key}:\n" + "\n".join(items) + "\n"


def _dump(value: object) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False)


def csv_file(values: Sequence[Value]) -> str:
    """Write the values in long form: numbers with a point, nothing where one is missing, and then why."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("kpi", "date", "value", "note"))
    for each in values:
        rows.writerow((each.kpi, each.start.isoformat(), "" if each.value is None else repr(each.value), _note(each.note)))
    return out.getvalue()


def _note(text: str) -> str:
    """Keep a note from being run as a formula where the file is opened in a spreadsheet."""
    return f"'{text}" if text[:1] in {"=", "+", "@"} else text


def framework_files(book: str, today: date, found: dict[str, list[Noun]], *, source: Noun | None) -> Iterable[tuple[str, str]]:
    """Give the files below `framework/`, by name."""
    origin = f"Started from {book} on {today}."
    yield "organization.yaml", yaml_file(f"{origin}\nSay here who you are: mission, levels, units.", _organization(found))
    if found["people"]:
        yield "people.yaml", yaml_file(f"{origin}\nWho answers for what.", {"people": found["people"]})
    if found["objectives"]:
        yield (
            "objectives.yaml",
            yaml_file(f"{origin}\nWhat must be true for the strategy to work.", {"objectives": found["objectives"]}),
        )
    words = f"{origin}\nDrafts: what is missing is advice until `lifecycle: live` stands there."
    yield "kpis.yaml", yaml_file(words, {"kpis": found["kpis"]})
    if source:
        words = f"{origin}\nThe values stand in data/actuals.csv; each measure reads those of its KPI."
        yield "data.yaml", yaml_file(words, {"sources": [source], "measures": found["measures"]})


def _organization(found: dict[str, list[Noun]]) -> dict[str, object]:
    return {"preset": "executive", "perspectives": found["perspectives"], "org_units": found["org_units"]}
