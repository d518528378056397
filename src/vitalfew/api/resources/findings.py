"""What the audit finds about the framework."""

from __future__ import annotations

from vitalfew.api.route import Answer, Ask, Parameter, Read
from vitalfew.base.finding import SEVERITIES


def _findings(ask: Ask) -> Answer:
    wanted, ref = ask.query.get("severity"), ask.query.get("ref")
    found = [each.as_json() for each in ask.look.findings if wanted in {None, each.severity} and ref in {None, str(each.ref)}]
    return {"findings": found}


ROUTES = (
    Read(
        "/findings",
        "Findings with reason, remedy and place",
        _findings,
        ("findings",),
        listed="findings",
        key="",
        query=(Parameter("severity", "Those of one severity", tuple(SEVERITIES)), Parameter("ref", "Those about one noun")),
    ),
)
