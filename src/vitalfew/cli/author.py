"""Who signs a decision: `--author`, else `VITALFEW_PERSON`, else the identity that git is configured with."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import AuthorUnknown
from vitalfew.model.visibility import recognised

if TYPE_CHECKING:
    from vitalfew.workspace import Workspace


def author(workspace: Workspace, given: str | None) -> str:
    """Give the id of the person where the framework knows them, else the name as it was said; raises AuthorUnknown."""
    said = [given, os.environ.get("VITALFEW_PERSON"), _configured(workspace.root, "email"), _configured(workspace.root, "name")]
    named = [plain(each) for each in said if each and each.strip()]
    if not named:
        raise AuthorUnknown
    wanted = named[:1] if given or said[1] else named
    known = (recognised(workspace.framework, name) for name in wanted)
    return next(filter(None, known), wanted[-1])


def plain(text: str) -> str:
    """Give a text that every database can keep, without blanks around it."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()


def _configured(root: Path, field: str) -> str | None:
    try:
        command = ["git", "-C", str(root), "config", "--get", f"user.{field}"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603  # no shell
    except FileNotFoundError:
        return None


AUTHOR = "Who acts. Else `VITALFEW_PERSON`, else the name git is configured with."
Function = Callable[..., int | None]


def signed(function: Function) -> Function:
    """Let a command say who acts."""
    return click.option("--author", "by", metavar="PERSON", help=AUTHOR)(function)


def acting_on(shown: str) -> Callable[[Function], Function]:
    """Let a command say who acts, and on which version of what they saw; `shown` is the command that shows it."""
    said = f"Refuse where it is no more in this version, as `{shown} --format json` gave it."

    def wrap(function: Function) -> Function:
        return click.option("--seen", metavar="VERSION", type=int, help=said)(signed(function))

    return wrap
