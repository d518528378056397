"""Gathers what is said to people from the source into `language/<language>/<room>.po`, keeps translations, or checks them.

`messages.py` rewrites the catalogues; `messages.py --check` says which texts are gone, not translated, or translated with other
holes than they have. A text is what stands in `say`, `say_count`, the `help` of `@rule`, and `_` of a template.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from babel.messages.pofile import escape, read_po
from jinja2.ext import babel_extract

from vitalfew.language.tongue import DAYS, TIME
from vitalfew.load.schema import said_of_fields
from vitalfew.web.pages.help import about, shown

PACKAGE = Path(__file__).parent.parent / "src" / "vitalfew"
CATALOGUES = PACKAGE / "language"
FINISHED = frozenset(
    {
        "base",
        "exchange",
        "fields",
        "figures",
        "formats",
        "insight",
        "judge",
        "load",
        "model",
        "reports",
        "rhythm",
        "rules",
        "store",
        "text",
        "web",
    }
)
"""Rooms whose texts are all translated, and must be: what the others lack is counted."""
RELAYS = frozenset({"load/schema.py", "reports/cited.py", "rules/engine.py", "web/linked.py", "web/pages/help.py"})
"""Files that say what another file gives them, which is gathered there."""
MARKS = frozenset({"vitalfew.base.said", "vitalfew.reports.cited", "vitalfew.rules.engine"})
"""What gives the calls of `SAID`, and `rule`."""
SAID = {"_": 1, "say": 1, "say_count": 2, "counted": 2}
"""How many texts a call holds."""
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

Id = tuple[str, ...]
"""A text, or two: of one and of many."""


class Text(NamedTuple):
    """A text of the source: where it stands first, and whether it has holes."""

    id: Id
    where: str
    has_holes: bool


Rooms = Mapping[str, Mapping[Id, Text]]
Catalogue = Mapping[Id, tuple[str, ...]]


def texts(package: Path = PACKAGE) -> Rooms:
    """Gather every text by room."""
    found: dict[str, dict[Id, Text]] = {}
    for path in sorted([*package.rglob("*.py"), *package.rglob("templates/*.html")]):
        name = path.relative_to(package).as_posix()
        room = name.partition("/")[0].removesuffix(".py")
        of_file = _of_python(path, name) if path.suffix == ".py" else _of_template(path, name)
        for text in of_file:
            found.setdefault(room, {}).setdefault(text.id, text)
    if package == PACKAGE:
        found["fields"] = {(each,): Text((each,), "load/fields.csv", has_holes=False) for each in said_of_fields()}
        found["web"] |= {(each,): Text((each,), "web/pages/help.py", has_holes=False) for each in map(about, shown())}
    return {room: found[room] for room in sorted(found)}


def _of_python(path: Path, name: str) -> Iterator[Text]:
    for node, call in _calls(path):
        said = [each.value for each in _said(node, call) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if said:
            yield Text(tuple(said), name, has_holes=call in SAID and (bool(node.keywords) or len(said) > 1))


def loose(package: Path = PACKAGE) -> Iterator[tuple[str, str]]:
    """Give the rooms and places where something is said that does not stand there as it is."""
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        for node, call in _calls(path) if name not in RELAYS else ():
            for each in _said(node, call):
                if not isinstance(each, ast.Constant):
                    yield name.partition("/")[0].removesuffix(".py"), f"no fixed text: {name}:{each.lineno}: {ast.unparse(each)}"


def _calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Give the calls that say something, with their names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module in MARKS)
    marks = {alias.asname or alias.name for node in imports for alias in node.names} & {*SAID, "rule"}
    for node in ast.walk(tree) if marks else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marks:
            yield node, node.func.id


def _said(node: ast.Call, call: str) -> list[ast.expr]:
    return [each.value for each in node.keywords if each.arg == "help"] if call == "rule" else node.args[: SAID[call]]


def _of_template(path: Path, name: str) -> Iterator[Text]:
    with path.open("rb") as file:
        for _, call, said, _ in babel_extract(file, list(SAID), [], {"trimmed": "false"}):
            strings = (said,) if isinstance(said, str) else tuple(said or ())
            first = tuple(each for each in strings[: SAID[str(call)]] if each)
            yield Text(first, name, has_holes=len(strings) > len(first) or len(first) > 1)


def read(folder: Path, room: str) -> Catalogue:
    """Read a catalogue; empty where there is none."""
    path = folder / f"{room}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        found = read_po(file, locale=folder.name)
    return {_tuple(each.id): _tuple(each.string) for each in found if each.id}


def _tuple(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(str(each) for each in text)  # type: ignore[attr-defined]  # a sequence


def written(language: str, found: Mapping[Id, Text], known: Catalogue) -> str:
    """Write a catalogue: sorted, without days or places, so that it changes where a text does."""
    blocks = [HEADER.format(language=language)]
    for said in sorted(found):
        told = known.get(said, ("",) * len(said))
        lines = [f"msgid {escape(said[0])}"]
        if len(said) > 1:
            lines += [f"msgid_plural {escape(said[1])}", *(f"msgstr[{at}] {escape(each)}" for at, each in enumerate(told))]
        else:
            lines.append(f"msgstr {escape(told[0])}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def rewrite(folder: Path, rooms: Rooms) -> None:
    """Write every catalogue of a language anew; a text that moved to another room keeps its translation."""
    known: dict[Id, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.po")):
        known |= {said: told for said, told in read(folder, path.stem).items() if all(told)}
    for path in folder.glob("*.po"):
        if path.stem not in rooms:
            path.unlink()
    for room, found in rooms.items():
        own = {said: told for said, told in read(folder, room).items() if all(told)}
        (folder / f"{room}.po").write_text(written(folder.name, found, {**known, **own}), encoding="utf-8")


def faults(folder: Path, rooms: Rooms) -> Iterator[tuple[str, str]]:
    """Give what is wrong with the catalogues of a language, each with its room."""
    told: dict[str, tuple[str, tuple[str, ...]]] = {}
    for room in sorted({*rooms, *(path.stem for path in folder.glob("*.po"))}):
        found, known = rooms.get(room, {}), read(folder, room)
        yield from ((room, f"gone: {said[0]}") for said in known if said not in found)
        for said, text in found.items():
            forms = known.get(said, ())
            if not forms or not all(forms):
                yield room, f"not translated: {said[0]} ({text.where})"
                continue
            odd = [spec for each in said if text.has_holes for _, spec in _holes(each) if "%-d" in spec or "%B" in spec]
            if any(spec.removesuffix(TIME) not in DAYS for spec in odd):
                yield room, f"a day that no language knows how to write: {said[0]}"
            if text.has_holes and not all(_holes(form) in map(_holes, said) for form in forms):
                yield room, f"other holes: {said[0]} → {' | '.join(forms)}"
            other = told.setdefault(said[0], (room, forms))
            if other[1] != forms:
                yield room, f"told otherwise in {other[0]}: {said[0]}"


def _holes(template: str) -> frozenset[tuple[str, str]]:
    return frozenset((name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None)


def check() -> bool:
    """Print what is wrong; tell whether nothing is, in the rooms that are finished."""
    rooms = texts()
    ok = True
    for folder in _folders():
        counts: dict[str, int] = {}
        for room, fault in [*faults(folder, rooms), *loose()]:
            if room in FINISHED:
                ok = False
                print(f"{folder.name}/{room}.po: {fault}")
            else:
                counts[room] = counts.get(room, 0) + 1
        for room, count in counts.items():
            print(f"{folder.name}/{room}.po: {count} of {len(rooms.get(room, {}))} to do")
    if not ok:
        print("`make accept` gathers texts; translations are written by hand")
    return ok


def gather() -> bool:
    """Rewrite the catalogues of every language."""
    rooms = texts()
    for folder in _folders():
        rewrite(folder, rooms)
    return True


def _folders() -> list[Path]:
    return sorted(path for path in CATALOGUES.iterdir() if path.is_dir() and not path.name.startswith("_"))


if __name__ == "__main__":
    run: Callable[[], bool] = check if "--check" in sys.argv[1:] else gather
    sys.exit(not run())
