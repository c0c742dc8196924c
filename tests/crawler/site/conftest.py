from pathlib import Path

import pytest

from tests.crawler.export.sample import simulated
from tests.crawler.site.sample import build


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Site of two counties of six agencies over five years, from a feed."""
    folder = tmp_path_factory.mktemp("site") / "site"
    build(folder, simulated(), ("reports", "panel", "findings"))
    return folder
