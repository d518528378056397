"""The OpenAPI document against the application: requests made from it, right and wrong ones, and answers held to it.

Schemathesis makes the requests: of examples that name what is there, of what the schema allows and does not allow, and
in sequences whose ids come from answers. What is counted are cases; what is kept is each kind of gap, with a request that
shows it. The application is called in this process, on a copy of the demo organisation.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from schemathesis import openapi
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from starlette.testclient import TestClient

from vitalfew.api.openapi import BASE
from vitalfew.demo.organisation import write_demo
from vitalfew.rhythm.reviews import plan_reviews
from vitalfew.rhythm.sweep import sweep
from vitalfew.web.app import make_app
from vitalfew.workspace import Workspace

EXAMPLES, SEQUENCES, SEED = 60, 60, 20261122
"""How many requests each operation gets in full, how many sequences there are, and from where they are drawn."""
HOME, WHO = "http://localhost", "greta"
KEYS = {"kpis": "ref", "rules": "code", "revisions": "number"}
"""What lists name their things by, where it is not `id`."""
LISTED = ("actions", "calibrations", "decisions", "escalations", "kpis", "people", "proposals", "reviews", "revisions", "rules")
TAKEN = ("2xx", "3xx", "401", "403", "404", "409", "412", "422")
"""What may be answered to what the schema allows: 422 too, since it does not say the rules of the house."""
REFUSED = ("400", "401", "403", "404", "405", "409", "412", "413", "415", "422")
"""What may be answered to what it does not allow; a fault of ours is none of it."""
Gap = tuple[str, str]


def figures(share: float) -> dict[str, object]:
    """Make the requests on a copy of the demo; gives how many there were, by phase, and the gaps that they showed."""
    with tempfile.TemporaryDirectory() as folder:
        return found(demo(Path(folder)), examples=max(1, round(EXAMPLES * share)), sequences=max(1, round(SEQUENCES * share)))


def demo(folder: Path) -> Workspace:
    """Write and measure the demo, with reviews planned and escalations open."""
    write_demo(folder / "demo")
    workspace = Workspace.open(folder / "demo")
    workspace.measure()
    with workspace.writing(by=WHO) as desk:
        plan_reviews(desk)
        sweep(desk, workspace.judged())
    return workspace


def found(
    workspace: Workspace, *, who: str = WHO, examples: int, sequences: int, phases: tuple[str, ...] = ()
) -> dict[str, object]:
    """Give what a run shows about a workspace, which it changes; `phases` are those to run, all where none are named."""
    app = make_app(workspace)
    headers = {"Origin": HOME, "X-Vitalfew-Person": who, "Host": "localhost"}
    with TestClient(app, base_url=HOME, headers=headers) as client:
        document = told(client)
    schema = openapi.from_dict(document, config=_config(examples, sequences, headers, phases))
    schema.app = app
    cases, gaps, broken = Counter[str](), dict[Gap, str](), list[str]()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            cases[event.phase.value] += len(event.recorder.cases)
            for gap, shown in _gaps(event.recorder):
                gaps.setdefault(gap, shown)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            broken.append(f"{getattr(event, 'label', '')}: {getattr(event, 'value', None) or getattr(event, 'exception', '')}")
    workspace.store.close()
    return {
        "bench": "contract",
        "seed": SEED,
        "operations": sum(len(each) for each in document["paths"].values()),
        "rows": [{"phase": phase, "requests": cases[phase]} for phase in sorted(cases)],
        "wrong": len(gaps) + len(broken),
        "gaps": [{"check": check, "operation": operation, "shown": shown} for (check, operation), shown in sorted(gaps.items())],
        "errors": broken,
    }


def told(client: TestClient) -> dict[str, Any]:
    """Give the document with ids of what is there, so that not every request is about nothing."""
    document: dict[str, Any] = client.get(f"{BASE}/openapi.json").json()
    known = {name: _ids(client, name) for name in LISTED}
    known["framework"] = known["kpis"]
    for path, methods in document["paths"].items():
        ids = known.get(path.split("/")[1], [])
        for parameter in (each for method in methods.values() for each in method["parameters"] if each["in"] == "path"):
            these = ["kpi"] if parameter["name"] == "kind" else ids
            parameter["examples"] = {str(number): {"value": id_} for number, id_ in enumerate(these[:2])}
    return document


def _ids(client: TestClient, name: str) -> list[str]:
    answer = client.get(f"{BASE}/{name}").json()
    listed = answer["verdicts" if name == "kpis" else name]
    return [str(each[KEYS.get(name, "id")]).removeprefix("kpi:") for each in listed]


def _config(examples: int, sequences: int, headers: Mapping[str, str], phases: tuple[str, ...]) -> SchemathesisConfig:
    """Give what the run is: no check left out but those of authentication, which are tested by name."""
    every = ("examples", "coverage", "fuzzing", "stateful")
    said: dict[str, Any] = {each: {"enabled": not phases or each in phases} for each in every}
    said["stateful"]["generation"] = {"max-examples": sequences}
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "headers": dict(headers),
            "base-url": f"{HOME}{BASE}",
            "workers": 1,
            "continue-on-failure": True,
            "suppress-health-check": ["all"],
            "cache": {"enabled": False},
            "generation": {"mode": "all", "max-examples": examples, "database": "none", "no-shrink": True},
            "checks": {
                "ignored_auth": {"enabled": False},
                "object_level_authorization": {"enabled": False},
                "positive_data_acceptance": {"expected-statuses": [*TAKEN]},
                "negative_data_rejection": {"expected-statuses": [*REFUSED]},
            },
            "phases": said,
        }
    )


def _gaps(recorder: ScenarioRecorder) -> Iterator[tuple[Gap, str]]:
    for id_, checks in recorder.checks.items():
        for each in checks:
            if each.status == Status.FAILURE and each.failure_info:
                case = recorder.cases[id_].value
                answer = recorder.find_response(case_id=id_)
                shown = f"{case.as_curl_command()[:600]} -> {answer.status_code if answer else ''} {each.failure_info.failure}"
                yield (each.name, case.operation.label), shown[:1500]
