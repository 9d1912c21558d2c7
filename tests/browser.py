"""The system's Chromium, driven by playwright, for tests of pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
# No sandbox: tests may run as root. The rest keeps the browser from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str | None:
    """Path of a browser of the Chromium family: `DHTOOLS_CHROMIUM`, or one that is on the path."""
    named = os.environ.get("DHTOOLS_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; the test is skipped, with the reason, where none can be started."""
    if find_spec("playwright") is None:
        pytest.skip("playwright is not installed: it comes with the extra `test`")
    path = executable()
    if path is None:
        pytest.skip(f"none of {', '.join(NAMES)} is installed; DHTOOLS_CHROMIUM can name another")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
