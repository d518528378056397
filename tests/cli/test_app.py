from __future__ import annotations

import json
import subprocess
import sys
from errno import ENOSPC
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.cli.conftest import Run, Spawn

from vitalfew import Workspace, __version__
from vitalfew.cli.app import app, commands, summary
from vitalfew.cli.stream import wants_plain

HEAVY = ("duckdb", "ibis", "sqlalchemy", "numpy", "pyarrow", "pandas", "sqlglot", "fastapi", "altair")


def test_every_file_with_a_command_is_listed_with_its_first_line(run: Run) -> None:
    text = run("--help").stdout
    assert {"demo", "init", "check", "explain", "schema", "measure", "status", "trace", "template", "doctor"} <= set(commands())
    for name, module in commands().items():
        assert f"  {name} " in text
        assert summary(module).split()[0] in text


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_explains_itself_and_takes_the_common_options(run: Run, name: str) -> None:
    found = app.get_command(click.Context(app), name)
    for words in [(name, step) for step in found.commands] if isinstance(found, click.Group) else [(name,)]:
        result = run(*words, "--help")
        assert result.exit_code == 0
        assert all(option in result.stdout for option in ("-C DIR", "--format", "--as-of"))


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"vitalfew, version {__version__}\n"


def test_an_unknown_command_is_met_with_the_nearest(run: Run) -> None:
    result = run("chek")
    assert result.exit_code == 2
    assert result.stderr == "error: there is no command `chek`\nhelp: did you mean `check`?\n"


@pytest.mark.parametrize("args", [["check", "--nope"], ["explain"], ["--as-of", "soon", "check"], ["check", "--format", "xml"]])
def test_wrong_use_exits_with_2_and_leaves_stdout_empty(run: Run, folder: Path, args: list[str]) -> None:
    result = run("-C", folder, *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_common_options_stand_before_or_after_the_command(run: Run, folder: Path) -> None:
    before = run("-C", folder, "--format", "json", "--as-of", "2026-06-01", "check")
    after = run("check", "-C", folder, "--format", "json", "--as-of", "2026-06-01")
    assert before.stdout == after.stdout
    assert json.loads(after.stdout)["version"] == 1


def test_an_option_after_the_command_wins(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("-C", tmp_path, "--format", "github", "check", "-C", folder, "--format", "json").stdout.startswith("{")


def test_the_workspace_is_the_nearest_folder_upward(spawn: Spawn, folder: Path) -> None:
    below = folder / "data" / "deep"
    below.mkdir()
    assert spawn("check", cwd=below).stdout == spawn("check", cwd=folder).stdout


def test_an_explicit_folder_is_that_folder_and_no_other(run: Run, folder: Path) -> None:
    result = run("-C", folder / "data", "check")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: no `framework/` folder in `{folder / 'data'}`\n")


def test_no_workspace_anywhere_says_how_to_start_one(spawn: Spawn) -> None:
    result = spawn("check")
    assert (result.returncode, result.stdout) == (2, "")
    assert "help: run `vitalfew init`" in result.stderr


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    command = [sys.executable, "-m", "vitalfew", "-C", str(folder), "check"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_store_that_cannot_be_written_is_said_in_a_sentence(run: Run, folder: Path) -> None:
    (folder / ".vitalfew").write_text("in the way", encoding="utf-8")
    result = run("-C", folder, "measure", "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "error: `" in result.stderr
    assert "cannot be used: " in result.stderr


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}], ids=["NO_COLOR", "a dumb terminal"])
def test_who_wants_no_colour_gets_none(variable: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Click colours whatever a terminal is told; the program is asked what it wants before."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert not wants_plain()
    for name, value in variable.items():
        monkeypatch.setenv(name, value)
    assert wants_plain()


def test_an_error_has_the_colour_that_the_program_was_told_of() -> None:
    assert "\x1b[" in app_error(color=True)
    assert "\x1b[" not in app_error(color=False)


def app_error(*, color: bool) -> str:
    with CliRunner().isolation(color=True) as (_, err, _):
        with pytest.raises(SystemExit):
            app(["chek"], prog_name="vitalfew", color=color)
        return err.getvalue().decode()


def test_a_full_disk_is_said_in_a_sentence(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries in C name no file."""

    def full(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, "Error writing bytes to file. Detail: [errno 28]\n at line 5")

    monkeypatch.setattr(Workspace, "measure", full)
    result = run("-C", folder, "status")
    assert result.exit_code == 2
    assert "error: a file cannot be read or written: No space left on device\n" in result.stderr


def test_an_error_of_the_machine_without_a_number_keeps_its_first_line(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: object, **__: object) -> None:
        raise OSError("Unexpected end of stream\n at line 5")

    monkeypatch.setattr(Workspace, "status", odd)
    result = run("-C", folder, "status")
    assert result.exit_code == 2
    assert "error: a file cannot be read or written: Unexpected end of stream\n" in result.stderr


def test_an_interrupt_is_quiet_and_exits_with_130(monkeypatch: pytest.MonkeyPatch, run: Run, folder: Path) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vitalfew.workspace.Workspace.check", interrupted)
    result = run("-C", folder, "check")
    assert (result.exit_code, result.output) == (130, "")


def test_old_consoles_get_plain_characters_instead_of_a_traceback(spawn: Spawn, folder: Path) -> None:
    result = spawn("-C", folder, "status", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "# red" in result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("args", [["--help"], ["check"]])
def test_check_and_help_import_no_data_engine(folder: Path, args: list[str]) -> None:
    program = (
        f"import sys; from vitalfew.cli.app import app; app({args!r}, standalone_mode=False); "
        f"loaded = {{each.partition('.')[0] for each in sys.modules}} & set({HEAVY!r}); assert not loaded, loaded"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_help_does_not_import_the_models(tmp_path: Path) -> None:
    program = (
        "import sys; from vitalfew.cli.app import app; app(['--help'], standalone_mode=False); "
        "assert 'pydantic' not in sys.modules; assert 'rich' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False).returncode == 0


LIGHT = {"annotated_types", "click", "cython_runtime", "pydantic", "pydantic_core", "rich"}
LIGHT |= {"typing_extensions", "typing_inspection", "vitalfew", "yaml"}
"""What a start may load; `bench start` measures it beside these libraries alone."""


def test_check_starts_with_the_light_libraries_alone(folder: Path) -> None:
    program = (
        "import sys; from vitalfew.cli.app import app; app(['check'], standalone_mode=False); "
        "print(*sorted({each.partition('.')[0] for each in sys.modules if each[0] != '_'} - set(sys.stdlib_module_names)))"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    assert set(result.stdout.splitlines()[-1].split()) <= LIGHT
