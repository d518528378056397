"""Print the JSON Schema of framework files, for editors."""

from __future__ import annotations

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json


@command_with("json")
def command(call: Call) -> None:  # noqa: ARG001  # every command takes it
    """Print the JSON Schema of framework files; an editor that knows it completes keys, marks mistakes and explains fields.

    Needs no workspace: `vitalfew schema > framework.schema.json`.
    """
    from vitalfew.cli.hover import advice
    from vitalfew.load.schema import schema

    write_json(schema(advice()))
