"""Rules for what lies in `deploy/`: each gives what is wrong in words, and nothing where all is well."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import yaml

from vitalfew.cli.app import app
from vitalfew.cli.serve import PORT
from vitalfew.web.probe import LIVES
from vitalfew.web.server import GRACE

Compose = Mapping[str, Any]
PINNED = re.compile(r"\S+:\d+\.\d+(\.\d+)?[-\w.]*(@sha256:[0-9a-f]{64})?|\S+@sha256:[0-9a-f]{64}")
SECRET = re.compile(r"(?i)(password|secret|token|key)\w*[ \t]*[:=][ \t]*[^\s$]|://\w+:[^$\s]+@")
SPARE = 5
SERVICE_KEYS = frozenset(
    {"image", "build", "restart", "read_only", "tmpfs", "cap_drop", "cap_add", "security_opt", "environment", "volumes"}
    | {"networks", "depends_on", "command", "stop_grace_period", "healthcheck", "ports"}
)
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
}


def instructions(text: str) -> list[tuple[str, str]]:
    """Read a Containerfile: each instruction with its words, lines that go on joined."""
    joined = re.sub(r"\\\n\s*", " ", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    return [
        (word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line.strip())
    ]


def of_container(text: str, root: Path) -> Iterator[str]:
    """Look at a Containerfile, built from a folder."""
    found = instructions(text)
    for word, rest in found:
        yield from _of_instruction(word, rest, root)
    last = dict(found)
    if not re.fullmatch(r"[1-9]\d*(:[1-9]\d*)?", last.get("USER", "")):
        yield "it runs as root, or as a name that Kubernetes cannot see to be another"
    if f":{PORT}{LIVES}" not in last.get("HEALTHCHECK", ""):
        yield "its health is not checked"
    if last.get("EXPOSE") != str(PORT):
        yield "it exposes another port than it answers at"
    yield from of_command([*yaml.safe_load(last.get("ENTRYPOINT", "[]")), *yaml.safe_load(last.get("CMD", "[]"))][1:])


def _of_instruction(word: str, rest: str, root: Path) -> Iterator[str]:
    if word == "FROM" and not PINNED.fullmatch(rest.split(maxsplit=1)[0]):
        yield f"the image `{rest}` is not pinned"
    if word in {"ENV", "ARG"} and SECRET.search(rest):
        yield "a secret stays in the image"
    if word == "ADD":
        yield "`ADD` fetches and unpacks what nobody has seen"
    if word == "COPY" and "--from" not in rest:
        yield from (f"`{each}` is not there" for each in rest.split()[:-1] if not (root / each).exists())
    if word == "RUN" and "pip install" in rest and not re.search("--require-hashes|--constraints", rest):
        yield "packages of any version are installed"
    if word in {"CMD", "ENTRYPOINT"} and not rest.startswith("["):
        yield f"`{word}` runs a shell, which keeps signals to itself"


def of_command(words: list[str]) -> Iterator[str]:
    """Look at the words after `vitalfew`: there must be such a command, which takes such options."""
    name = next((word for word in words if not word.startswith("-") and "/" not in word), "")
    context = click.Context(app)
    command = app.get_command(context, name)
    if command is None:
        yield f"there is no command `{name}`"
        return
    known = {option for each in command.params for option in each.opts} | {"-C"}
    yield from (f"`{name}` takes no `{word}`" for word in words if word.startswith("-") and word not in known)


def of_compose(text: str, example: str) -> Iterator[str]:
    """Look at a compose file, and at the example of what is to be set for it."""
    found: Compose = yaml.safe_load(text)
    services: Mapping[str, Compose] = found["services"]
    for name, service in services.items():
        yield from (f"{name}: there is no `{key}`" for key in service.keys() - SERVICE_KEYS)
        yield from _of_service(name, service, found)
    yield from _of_ending(services)
    used = set(re.findall(r"\$\{(\w+)", text))
    named = set(re.findall(r"(?m)^(\w+)=", example))
    yield from (f"`{each}` is not in the example" for each in used - named)
    yield from (f"`{each}` of the example is used nowhere" for each in named - used)
    if SECRET.search(re.sub(r"\$\{[^}]*\}", "$", text)):
        yield "a secret is written down"
    subnets = [each["subnet"] for each in found["networks"]["inside"]["ipam"]["config"]]
    proxies = _values(services["web"]["command"], "--proxy")
    if proxies != subnets:
        yield "the proxies that are believed are not those of the network"


def _of_service(name: str, service: Compose, found: Compose) -> Iterator[str]:
    if not PINNED.fullmatch(service["image"]):
        yield f"{name}: the image is not pinned"
    if service.get("privileged") or "no-new-privileges:true" not in service["security_opt"]:
        yield f"{name}: it may gain privileges"
    if name != "database" and not (service.get("read_only") and service.get("cap_drop") == ["ALL"]):
        yield f"{name}: it may write to its image, or has capabilities"
    if service.get("ports") and name != "proxy":
        yield f"{name}: it is reached around the proxy"
    yield from (f"{name}: there is no network `{each}`" for each in service["networks"] if each not in found["networks"])
    yield from (
        f"{name}: it depends on no service `{each}`" for each in service.get("depends_on", ()) if each not in found["services"]
    )
    volumes = [each.split(":")[0] for each in service.get("volumes", ())]
    yield from (f"{name}: there is no volume `{each}`" for each in volumes if "/" not in each and each not in found["volumes"])
    if service["image"].startswith("vitalfew"):
        yield from (f"{name}: {said}" for said in of_command(_words(service["command"])))


def _of_ending(services: Mapping[str, Compose]) -> Iterator[str]:
    web = services["web"]
    drain = int(_values(web["command"], "--drain")[0])
    if int(web["stop_grace_period"].rstrip("s")) < drain + GRACE + SPARE:
        yield "web: it is killed before it has ended in order"


def unit(text: str) -> dict[str, list[str]]:
    """Read a unit of systemd: the values of each name."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, is_set, value = line.partition("=")
        if is_set and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def of_unit(text: str) -> Iterator[str]:
    """Look at a unit of systemd."""
    found = unit(text)
    if found.get("User", ["root"]) == ["root"]:
        yield "it runs as root"
    yield from (f"`{name}` is not `{value}`" for name, value in HARDENED.items() if found.get(name) != [value])
    if SECRET.search(text):
        yield "a secret is written down where everybody reads it"
    (started,) = found["ExecStart"]
    yield from of_command(_words(started)[1:])
    drain = [int(each) for each in _values(started, "--drain")] or [0]
    if int(found["TimeoutStopSec"][0]) < drain[0] + GRACE + SPARE:
        yield "it is killed before it has ended in order"
    if "serve" in started and not (_values(started, "--name") and _values(started, "--proxy")):
        yield "it is not said by which name and proxy it is reached"


def _words(command: str) -> list[str]:
    return shlex.split(re.sub(r"\$\{[^}]*\}", "value", command))


def _values(command: str, option: str) -> list[str]:
    words = _words(command)
    return [after for word, after in pairwise(words) if word == option]
