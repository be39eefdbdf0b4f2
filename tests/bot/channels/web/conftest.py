"""The site and the browser that the tests of the page share, each begun once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.bot.channels.web.serving import database, served

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
_QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site."""
    with served(database(), tmp_path_factory.mktemp("state")) as address:
        yield address


@pytest.fixture
def client(site: str) -> Iterator[httpx.Client]:
    """Asks the site as a program does, without following redirections."""
    with httpx.Client(base_url=site, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium, for one file: as long as it is there an event loop runs in this thread, and nothing else can begin one."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install it to try the pages in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where screenshots go: a folder named by GONGKAI_SHOTS, for whoever wants to look, else one that is thrown away."""
    folder = Path(os.environ["GONGKAI_SHOTS"]) if os.environ.get("GONGKAI_SHOTS") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder
