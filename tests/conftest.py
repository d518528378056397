"""What tests of several rooms share: a framework written in the test's docstring."""

from __future__ import annotations

import inspect
import os

import pytest

from vitalfew.load.read import Loaded, load_texts
from vitalfew.model.framework import Framework


@pytest.fixture
def loaded(request: pytest.FixtureRequest) -> Loaded:
    """What loading the YAML in the test's docstring gives."""
    doc = request.function.__doc__
    assert doc is not None, "the test has no docstring to load"
    return load_texts({"framework/main.yaml": inspect.cleandoc(doc)})


@pytest.fixture
def framework(loaded: Loaded) -> Framework:
    """The framework in the test's docstring, which must load without a finding."""
    assert loaded.findings == ()
    return loaded.framework


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that must skip nothing (`VITALFEW_MUST_RUN`, set by continuous integration) when something was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("VITALFEW_MUST_RUN") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
