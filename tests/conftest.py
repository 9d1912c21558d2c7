"""Fixtures for every test: the folders of posts."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _folder_or_skip(variable: str, default: Path) -> Path:
    folder = Path(os.environ.get(variable, default))
    if not folder.is_dir():
        pytest.skip(f"{folder} is no folder here; {variable} can name another")
    return folder


@pytest.fixture(scope="session")
def sample() -> Path:
    """Folder of the sample corpus that the repository ships."""
    return ROOT / "data" / "sample"


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    """Folder of real posts, which cannot be shipped."""
    return _folder_or_skip("DHTOOLS_REAL_CORPUS", ROOT.parent / "shared" / "corpus")


@pytest.fixture(scope="session")
def gold() -> Path:
    """Folder of the labels made by hand for real posts."""
    return _folder_or_skip("DHTOOLS_GOLD", ROOT.parent / "shared" / "gold")
