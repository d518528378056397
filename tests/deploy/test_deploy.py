"""The container, the compose file and the units are as they should be; and each rule finds what it is there for."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.deploy import lint

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = ("vitalfew.service", "vitalfew-worker.service")


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def of_container(text: str) -> Iterator[str]:
    return lint.of_container(text, ROOT)


def of_compose(text: str) -> Iterator[str]:
    return lint.of_compose(text, read("vitalfew.env.example"))


FILES: dict[str, Callable[[str], Iterator[str]]] = {
    "Containerfile": of_container,
    "compose.yaml": of_compose,
    **dict.fromkeys(UNITS, lint.of_unit),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_found(name: str) -> None:
    assert [*FILES[name](read(name))] == []


@pytest.mark.parametrize(
    ("name", "before", "after", "found"),
    [
        ("Containerfile", "python:3.13.9-slim-bookworm", "python:latest", "not pinned"),
        ("Containerfile", "python:3.13.9-slim-bookworm", "python:3", "not pinned"),
        ("Containerfile", "USER 10001:10001", "USER root", "runs as root"),
        ("Containerfile", "/healthz", "/", "health is not checked"),
        ("Containerfile", 'ENTRYPOINT ["vitalfew"]', "ENTRYPOINT vitalfew", "runs a shell"),
        ("Containerfile", "EXPOSE 8787", "EXPOSE 80", "another port"),
        ("Containerfile", "--require-hashes -r", "-r", "any version"),
        ("Containerfile", "COPY src ./src", "COPY source ./src", "`source` is not there"),
        ("Containerfile", "PYTHONUNBUFFERED=1", "DATABASE_PASSWORD=hunter2", "a secret"),
        ("Containerfile", '"--no-open"', '"--quietly"', "takes no `--quietly`"),
        ("compose.yaml", "postgres:17.6-bookworm", "postgres", "not pinned"),
        ("compose.yaml", "read_only: true", "read_only: false", "may write"),
        ("compose.yaml", "no-new-privileges:true", "seccomp:unconfined", "gain privileges"),
        ("compose.yaml", "    stop_grace_period: 40s", "    stop_grace_period: 10s", "killed before"),
        ("compose.yaml", "--proxy 10.87.0.0/24", "--proxy 0.0.0.0/0", "proxies that are believed"),
        ("compose.yaml", "command: worker", "command: works", "no command `works`"),
        ("compose.yaml", "networks: [inside, outside]", "networks: [inside, beyond]", "no network `beyond`"),
        ("compose.yaml", "depends_on: [web]", "depends_on: [wed]", "no service `wed`"),
        ("compose.yaml", '"database:/var', '"databases:/var', "no volume `databases`"),
        ("compose.yaml", "    command: worker", '    command: worker\n    ports: ["8787:8787"]', "around the proxy"),
        ("compose.yaml", "restart: unless-stopped", "restarts: always", "there is no `restarts`"),
        (
            "compose.yaml",
            "POSTGRES_PASSWORD: ${DATABASE_PASSWORD:?set it in vitalfew.env}",
            "POSTGRES_PASSWORD: hunter2",
            "a secret",
        ),
        ("compose.yaml", "${METRICS_TOKEN:?", "${TOKEN_OF_METRICS:?", "`TOKEN_OF_METRICS` is not in the example"),
        ("vitalfew.service", "User=vitalfew", "User=root", "runs as root"),
        ("vitalfew.service", "ProtectSystem=strict", "ProtectSystem=no", "`ProtectSystem`"),
        ("vitalfew.service", "TimeoutStopSec=45", "TimeoutStopSec=10", "killed before"),
        ("vitalfew.service", "--processes 2", "--workers 2", "takes no `--workers`"),
        ("vitalfew.service", " --proxy 127.0.0.1", "", "by which name and proxy"),
        ("vitalfew-worker.service", "UMask=0077", "Environment=SMTP_PASSWORD=hunter2", "a secret"),
    ],
)
def test_each_rule_finds_what_it_is_there_for(name: str, before: str, after: str, found: str) -> None:
    text = read(name)
    assert before in text
    assert any(found in said for said in FILES[name](text.replace(before, after)))


@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_each_unit(name: str, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed here")
    (tmp_path / name).write_text(read(name).replace("/opt/vitalfew/bin/vitalfew", "/bin/true"), encoding="utf-8")
    done = subprocess.run(
        [program, "verify", "--man=no", str(tmp_path / name)], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_health_check_of_the_container_is_a_program_that_runs() -> None:
    (check,) = [rest for word, rest in lint.instructions(read("Containerfile")) if word == "HEALTHCHECK"]
    program = check[check.index("[") :].split('"-c", "')[1].removesuffix('"]')
    assert "urlopen" in compile(program, "HEALTHCHECK", "exec").co_names


def test_the_proxy_keeps_the_figures_to_itself_and_asks_whether_it_is_ready() -> None:
    text = read("Caddyfile")
    assert "respond @figures 404" in text
    assert "health_uri /readyz" in text
    assert text.count("{") == text.count("}")
