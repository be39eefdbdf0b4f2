"""The pages show what the code does: their generated parts and their picture are those that would be written now."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import parts, picture
from ingest.__main__ import ENDINGS
from ingest.__main__ import _parser as ingest_parser
from ingest.errors import CODES
from ingest.exporting.tables import STATES

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    *("README.md", "README.zh-CN.md", "docs/json.md", "docs/telegram.md", "docs/telegram.zh-CN.md"),
    *("docs/mcp.md", "docs/mcp.zh-CN.md", "docs/web.md", "docs/web.zh-CN.md"),
)
BY_HAND = ("docs/reading.md", "docs/reading.zh-CN.md")
OPEN = ("docs/open-data.md", "docs/open-data.zh-CN.md")


def test_the_generated_parts_are_current() -> None:
    cog = [sys.executable, "-m", "cogapp", "--check", *PAGES]
    ran = subprocess.run(cog, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 0, f"run `make docs`, and read what it changes: {ran.stdout}{ran.stderr}"


def test_the_picture_is_current() -> None:
    assert picture.FILE.read_text("utf-8") == picture.picture(), "run `make docs`, and look at what it changes"


@pytest.mark.parametrize("page", (*PAGES, *BY_HAND, *OPEN))
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES[:2])
def test_files_that_are_named_exist(page: str) -> None:
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    for name in re.findall(r"`((?:bot|ingest|data|tests|benchmarks|docs)/[\w./-]*)`", text):
        if not re.search(r"KIND|VERB|NAME|YEAR|reports\.db", name):
            assert (ROOT / name).exists(), name


def test_the_two_commands_come_first() -> None:
    for page in PAGES[:2]:
        first = re.search(r"```sh\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
        assert first and [line.split()[:2] for line in first[1].splitlines()] == [["make", "ask"], ["make", "test"]]


def test_every_command_has_its_words_in_chinese() -> None:
    assert "`bot ask" in parts.commands("zh")


@pytest.mark.parametrize("page", OPEN)
def test_open_data_names_every_format_and_state(page: str) -> None:
    """And its commands are such as the program takes."""
    text = (ROOT / page).read_text("utf-8")
    assert not [ending for ending in ENDINGS if f"`{ending}`" not in text]
    assert not [state for state in STATES if f"| `{state}` |" not in text]
    for command in re.findall(r"python -m ingest (export .*?)(?:  +#.*)?\n", text):
        ingest_parser("en").parse_args(command.split())


@pytest.mark.parametrize("page", BY_HAND)
def test_every_refusal_is_explained(page: str) -> None:
    told = set(re.findall(r"`(\w+)`", (ROOT / page).read_text("utf-8")))
    assert told >= {*CODES, "stored", "unchanged", "replaced", "rejected"}
