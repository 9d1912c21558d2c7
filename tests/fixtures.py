"""Reader of the Markdown fixtures in tests/fixtures/."""

import re
from pathlib import Path

import pytest


def fixture_cases(path: Path) -> list:
    """Cases of a fixture file, each an input with what is expected, for `pytest.mark.parametrize`.

    A case is a title, a line with a dot, the input, a dot, the expected text, a dot. Input and expected keep
    their line ends; neither can hold a line that is a single dot.
    """
    *parts, rest = re.split(r"^\.(?:\n|\Z)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if len(parts) % 3 or rest.strip():
        raise ValueError(f"{path}: a case lacks one of its three dots")
    cases = zip(parts[0::3], parts[1::3], parts[2::3], strict=True)
    return [pytest.param(given, expected, id=title.strip()) for title, given, expected in cases]
