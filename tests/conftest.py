"""What tests of several rooms share: a framework written in the test's docstring."""

from __future__ import annotations

import inspect

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
