"""Real data lies beside the checkout and is no part of the product; without it these tests are skipped."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bench.granger import economy
from vitalfew.measure.run import Measured
from vitalfew.workspace import Workspace

HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared" / "data"


class Real(NamedTuple):
    """A workspace over real data, and what was measured of it."""

    workspace: Workspace
    measured: Measured


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data."""
    if not SHARED.is_dir():
        pytest.skip("real data is not on this machine: no folder ../shared/data beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def online_retail(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Real:
    """The gift shop, with the links of `online_retail_links.yaml` declared, measured once."""
    root = tmp_path_factory.mktemp("retail")
    shutil.copytree(HERE / "online_retail" / "framework", root / "framework")
    (root / "data").mkdir()
    shutil.copy(shared_data / "online_retail" / "online_retail.csv.gz", root / "data")
    links = yaml.safe_load((HERE / "online_retail_links.yaml").read_text(encoding="utf-8"))
    main = root / "framework" / "main.yaml"
    nouns = yaml.safe_load(main.read_text(encoding="utf-8"))
    for kpi in nouns["kpis"]:
        kpi["drives"] = links[kpi["id"]]
    main.write_text(yaml.safe_dump(nouns, sort_keys=False), encoding="utf-8")
    return _measured(root)


@pytest.fixture(scope="session")
def macrodata(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """The economy of the United States by quarter, from the package that holds it."""
    workspace = economy(tmp_path_factory.mktemp("macro"))
    return Real(workspace, workspace.measure())


def _measured(root: Path) -> Real:
    workspace = Workspace.open(root)
    return Real(workspace, workspace.measure())
