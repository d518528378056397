"""Write docs/reference/ from the code, so that it cannot tell another story; `--check` says whether it is up to date."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from holds import cell, heading, table, type_, words
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import vitalfew
from vitalfew.base.finding import Finding, Smell
from vitalfew.base.ref import Ref
from vitalfew.cli.app import app, commands
from vitalfew.load.fix import FIXES
from vitalfew.model.framework import Framework
from vitalfew.model.noun import Noun
from vitalfew.model.observation import Observation
from vitalfew.model.verdict import Scorecard
from vitalfew.workspace import smells

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
GENERATED = "<!-- Written by tools/reference.py from the code; change the code, then run `make accept`. -->\n"
CLI = """\
`vitalfew --help` lists these, `vitalfew COMMAND --help` shows one. The common options stand before or after the command.
Results go to stdout; progress, notes and errors go to stderr.

| exit code | meaning |
|---|---|
| 0 | done, and the result is good |
| 1 | done, and the result is not; each command says when |
| 2 | could not run: a wrong option, no workspace, an unreadable workbook |
| 130 | interrupted |
"""
RULES = """\
Each has a page with its reason, what is flagged, what is accepted and how to mend it: `vitalfew explain CODE` shows it.
`vitalfew check --fix` mends some of the findings of the kinds that say so.
Severity here is the usual one; what must stand before a KPI goes live only advises on a draft.
The requirements are listed in [requirements](../requirements.md).
"""
FRAMEWORK = """\
One or many YAML files below `framework/`, merged by these keys; the guide is [the framework file](../framework-file.md).
A field is optional unless it says *required*. Where a list is wanted, one item may stand alone.
"""
JSON = """\
Every command with `--format json` writes one object to stdout.
`"version": 1` changes when a field is removed or changes its meaning; fields may be added.
A number that does not exist is null with a reason, never 0.
Days are ISO 8601, a period holds its `start` and not its `end`, and a `ref` is `kind:id`.

The examples are the real output for [a small workspace](../example/framework/main.yaml), each list cut to its first entry.
"""
PYTHON = """\
These names are the public interface: `from vitalfew import Workspace`. Everything else may change without notice.
A guide with examples is [Python use](../python.md).
"""

# Commands


def cli_page() -> str:
    """Give every command with its arguments and options."""
    parts = [
        "# Commands\n",
        GENERATED,
        CLI,
        "## vitalfew\n",
        _command(app, "vitalfew"),
    ]
    for name in commands():
        command = app.get_command(click.Context(app), name)
        assert command is not None  # noqa: S101  # `commands` lists what there is
        parts += [f"## {name}\n", _command(command, f"vitalfew {name}")]
        steps = command.commands if isinstance(command, click.Group) else {}
        parts += [_command(step, f"vitalfew {name} {title}") for title, step in steps.items()]
    return "\n".join(parts)


def _command(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    records = [record for param in command.get_params(context) if (record := param.get_help_record(context))]
    rows = [f"| `{cell(option)}` | {cell(help)} |" for option, help in records]
    return f"```\n{usage}\n```\n\n{inspect.cleandoc(command.help or '')}\n\n" + table(("option", "meaning"), rows)


# Kinds of findings


FAMILIES = {
    "FIL": "Files", "STR": "Strategy", "ALN": "Alignment", "BAL": "Balance", "DEF": "Definition", "TGT": "Targets",
    "OWN": "Ownership", "CAS": "Cascade", "CAD": "Cadence", "INI": "Initiatives", "DAT": "Data", "EVD": "Evidence",
    "CHG": "Strategy change", "DEL": "Documents",
}  # fmt: skip


def rules_page() -> str:
    """Give the index of all kinds of findings; each links to its page."""
    parts = ["# Kinds of findings\n", GENERATED, RULES]
    for family, title in FAMILIES.items():
        rows = [_smell(smell) for smell in smells() if smell.code.startswith(family)]
        if rows:
            parts += [
                f"## {title} ({family})\n",
                table(("code", "name", "severity", "what to do", "mended by", "requirements"), rows),
            ]
    return "\n".join(parts)


def _smell(smell: Smell) -> str:
    page = f"../../src/vitalfew/{smell.room}/{smell.slug.replace('-', '_')}.md"
    requirements = ", ".join(smell.requirements)
    mended = "`--fix`" if smell.slug in FIXES else ""
    return f"| {smell.code} | [{smell.slug}]({page}) | {smell.severity} | {cell(smell.help)} | {mended} | {requirements} |"


# Nouns and fields


def framework_page() -> str:
    """Give every noun and field of the framework file."""
    parts = [
        "# The framework file\n",
        GENERATED,
        FRAMEWORK,
        f"## Top level\n\n{_fields(Framework)}",
    ]
    parts += [f"## {heading(model)}\n\n{inspect.cleandoc(model.__doc__ or '')}\n\n{_fields(model)}" for model in _models()]
    return "\n".join(parts)


def _models() -> list[type[BaseModel]]:
    """Give every record that a framework is made of, in the order in which fields name them."""
    found: list[type[BaseModel]] = []
    queue: list[object] = [Framework]
    while queue:
        part = queue.pop(0)
        if isinstance(part, type) and typing.get_origin(part) is None and issubclass(part, BaseModel):
            if part not in found:
                found.append(part)
                queue[:0] = [field.annotation for field in part.model_fields.values()]
        else:
            queue[:0] = typing.get_args(part)
    return found[1:]


def _fields(model: type[BaseModel]) -> str:
    rows = [
        f"| `{field.alias or name}` | {cell(words(field.annotation, list(field.metadata)))} | {cell(_default(field))} |"
        for name, field in model.model_fields.items()
    ]
    return table(("field", "holds", "left out"), rows)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "*required*"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel) or value is None or value in ((), {}):
        return ""
    if isinstance(value, tuple):
        return ", ".join(f"`{each}`" for each in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


# JSON


def example() -> dict[str, object]:
    """Give the output of each command for a copy of docs/example, lists cut to their first entry."""
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "docs" / "example", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".vitalfew"))
        for command in CONTRACTS:
            run = [sys.executable, "-m", "vitalfew", "-C", folder, *command.split(), "--format", "json"]
            done = subprocess.run(run, check=False, capture_output=True, encoding="utf-8")
            if not done.stdout:
                sys.exit(done.stderr)
            found[command] = _cut(json.loads(done.stdout))
    return found


def _cut(value: object) -> object:
    """Shorten lists, blank what differs from run to run, and leave out digits that hang on the order of adding."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, list):
        return [_cut(each) for each in value[: 12 if value and isinstance(value[0], int | float) else 1]]
    if isinstance(value, dict):
        return {key: "…" if key in DIFFERING and each else _cut(each) for key, each in value.items()}
    return value


def json_page() -> str:
    """Give the JSON contracts with an example that is made by running them."""
    parts = ["# JSON output\n", GENERATED, JSON]
    found = example()
    for command, records in CONTRACTS.items():
        written = json.dumps(found[command], indent=2, ensure_ascii=False)
        parts.append(f"## vitalfew {command}\n\n```json\n{written}\n```\n")
        parts += [_record(each) for each in dict.fromkeys(inner for record in records for inner in _inside(record))]
    return "\n".join(parts)


CONTRACTS: dict[str, tuple[type, ...]] = {
    "check": (Finding,),
    "check --explain-policy": (),
    "check --diff": (),
    "measure": (Observation,),
    "status": (Scorecard,),
    "trace kpi:on-time": (),
    "explain --list": (),
    "requirements": (),
    "plan": (),
    "apply -m First --author mia --waive Shown": (),
    "history": (),
    "diff 1": (),
    "journal show": (),
    "journal verify": (),
}
DIFFERING = {"run", "at", "digest", "parent", "hash", "head"}
"""Keys whose values differ from run to run."""


def _inside(annotation: object) -> Iterator[type]:
    """Give a record and every record that its fields hold; a finding, which has its own place on the page, is no dataclass."""
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        yield annotation
        parts: Iterable[object] = typing.get_type_hints(annotation).values()
    else:
        parts = typing.get_args(annotation)
    yield from (inner for part in parts for inner in _inside(part))


def _record(record: type) -> str:
    """Give what the record means; a table of its fields where JSON has the same ones."""
    meaning = f"### {record.__name__}\n\n{inspect.cleandoc(record.__doc__ or '')}\n"
    if record in {Finding, Observation, Scorecard}:
        return meaning
    types_ = typing.get_type_hints(record)
    rows = [f"| `{field.name}` | {cell(_json_type(types_[field.name]))} |" for field in dataclasses.fields(record)]
    return f"{meaning}\n{table(('field', 'holds'), rows)}"


def _json_type(annotation: object) -> str:
    if annotation is Ref:
        return "`kind:id`"
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    arguments = typing.get_args(annotation)
    if type(None) in arguments:
        return ", or ".join([*(_json_type(each) for each in arguments if each is not type(None)), "null"])
    if typing.get_origin(annotation) is tuple and arguments[-1] is Ellipsis:
        return f"list of {_json_type(arguments[0])}"
    return type_(annotation)


# Python


def python_page() -> str:
    """Give the public names with their public parts."""
    parts = ["# Python\n", GENERATED, PYTHON]
    return "\n".join([*parts, *(_public(name, getattr(vitalfew, name)) for name in sorted(vitalfew.__all__))])


def _public(name: str, thing: type) -> str:
    doc = inspect.cleandoc(thing.__doc__ or "")
    shown = [_member(member, value) for member, value in vars(thing).items() if not member.startswith(("_", "model_"))]
    members = "\n".join(line for line in shown if line)
    return f"## {name}\n\n```python\n{_signature(name, thing)}\n```\n\n{_fenced(doc)}\n" + (f"\n{members}\n" if members else "")


def _signature(name: str, thing: type) -> str:
    if issubclass(thing, BaseModel) or issubclass(thing, Exception):
        return f"class {name}"
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body
    fields = tree.body if isinstance(tree, ast.ClassDef) else []
    lines = [ast.unparse(node) for node in fields if isinstance(node, ast.AnnAssign)]
    return "\n    ".join([f"class {name}:", *lines])


def _fenced(doc: str) -> str:
    """Set doctest lines as code."""
    before, marker, after = doc.partition(">>> ")
    return f"{before.rstrip()}\n\n```pycon\n{marker}{after}\n```" if marker else doc


def _member(name: str, value: object) -> str:
    if isinstance(value, Noun | types.MemberDescriptorType | FieldInfo) or name == "help":
        return ""
    function = getattr(value, "__func__", None) or getattr(value, "func", None) or getattr(value, "fget", None) or value
    if not inspect.isfunction(function):
        return ""
    first = inspect.cleandoc(function.__doc__ or "").replace("\n", " ")
    signature = "" if isinstance(value, property) or hasattr(value, "attrname") else _parameters(function)
    return f"- `{name}{signature}`: {first}"


def _parameters(function: Callable[..., object]) -> str:
    signature = inspect.signature(function)
    kept = [
        each.replace(annotation=each.annotation) for each in signature.parameters.values() if each.name not in {"self", "cls"}
    ]
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(signature.replace(parameters=kept)))


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli_page,
    "rules.md": rules_page,
    "framework.md": framework_page,
    "json.md": json_page,
    "python.md": python_page,
}


def main() -> int:
    """Write the pages; with --check only say which differ."""
    check = sys.argv[1:] == ["--check"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, write in PAGES.items():
        path, text = FOLDER / name, write().rstrip() + "\n"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/reference/{name} {'is out of date: run `make accept`' if check else 'written'}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
