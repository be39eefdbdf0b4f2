"""Comparing, ranking, checking and handing in, in a browser: with scripts and without, and by everybody."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.channels.web.serving import ROOT, database, served
from tests.bot.channels.web.test_access import faults
from tests.bot.channels.web.test_browsing import DESK, PHONE, opened

TEXT = "2022年，川汇区卫健委共办理行政许可2100件，行政处罚41件，较上年增长15%；组织培训3场。"
COMPARED = "agency=411602/health&agency=411621/health&year=2022&year=2023&year=2024&field=permits.decided&field=denial_rate"
FACES = {
    "compare": "/compare",
    "compared": f"/compare?{COMPARED}",
    "compare_asks": "/compare?names=鼓楼区政府&field=permits.decided&lang=en",
    "rank": "/rank?lang=en",
    "ranked": "/rank?field=permits.decided&year=2022&kind=health",
    "check": f"/check?text={TEXT}",
    "data": "/data",
    "about": "/about?lang=en",
    "privacy": "/privacy",
    "login": "/upload",
}
TOKEN = "a token of the tests"


@pytest.mark.parametrize("name", FACES)
def test_every_face_can_be_used_by_all(browser: Browser, site: str, shots: Path, name: str) -> None:
    with opened(browser, site, viewport=PHONE, reduced_motion="reduce") as page:
        page.goto(FACES[name])
        for size, viewport in (("phone", PHONE), ("desk", DESK)):
            page.set_viewport_size(viewport)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"
            scheme = "light" if size == "phone" else "dark"
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            page.screenshot(path=shots / f"{name}_{size}_{scheme}.png", full_page=True)
            assert not faults(page), (size, scheme)


def compare(page: Page) -> None:
    page.goto("/compare")
    page.get_by_text("一行一个").click()
    page.get_by_label("一行一个").fill("川汇区卫健委\n扶沟县卫健委")
    page.get_by_label("2022").check()
    page.get_by_label("行政许可处理决定数量").check()
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("link", name="2100")).to_have_attribute("href", "/agencies/411602/health/2022/permits.decided")


def test_a_comparison_is_chosen_by_hand_and_its_cells_open_beside_it(browser: Browser, site: str) -> None:
    with opened(browser, site, viewport=DESK) as page:
        compare(page)
        page.get_by_role("link", name="2100").click()
        expect(page.locator("dialog")).to_contain_text("2100")
        page.keyboard.press("Escape")
        page.get_by_text("改选机关、年度或项目").click()
        page.get_by_label("添加机关").press_sequentially("红旗区卫")
        page.locator(".offers li").first.click()
        page.get_by_label("添加机关").press("Enter")
        expect(page.get_by_role("row")).to_have_count(4)


def test_a_comparison_needs_no_scripts(browser: Browser, site: str) -> None:
    with opened(browser, site, viewport=PHONE, java_script_enabled=False) as page:
        compare(page)


def test_a_text_is_checked_and_a_figure_leads_to_what_is_said_of_it(browser: Browser, site: str) -> None:
    with opened(browser, site, viewport=PHONE) as page:
        page.goto("/check")
        page.get_by_label("文稿", exact=True).fill(TEXT)
        page.get_by_role("button", name="核对").click()
        page.locator("a.claim.wrong").click()
        expect(page.locator("li:target")).to_contain_text("40件")
        with page.expect_download() as saved:
            page.get_by_role("button", name="存为文本").click()
        assert "[✗2]" in Path(saved.value.path()).read_text("utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that takes documents, over a database of its own."""
    db = Path(shutil.copy(database(), tmp_path_factory.mktemp("office") / "reports.db"))
    with served(db, db.parent / "state", GONGKAI_WEB_STAFF=hashlib.sha256(TOKEN.encode()).hexdigest()) as address:
        yield address


def test_a_report_is_handed_in_and_stored(browser: Browser, office: str, shots: Path, tmp_path: Path) -> None:
    report = tmp_path / "鹤岗 2022.txt"
    old = (ROOT / "data" / "reports" / "hegang_health_2021.txt").read_text("utf-8")
    report.write_text(old.replace("2021", "2022").replace("行政许可 240", "行政许可 300"), "utf-8")
    with opened(browser, office, viewport=PHONE) as page:
        page.goto("/upload")
        page.get_by_label("令牌").fill(TOKEN)
        page.get_by_role("button", name="登录").click()
        page.get_by_label("报告文件").set_input_files(report)
        page.get_by_role("button", name="上传并读取").click()
        store = page.get_by_role("button", name="存入数据库")
        store.wait_for(timeout=90_000)
        assert not faults(page)
        page.screenshot(path=shots / "handed_in.png", full_page=True)
        store.click()
        see = page.get_by_role("link", name="查看这份报告")
        see.wait_for(timeout=90_000)
        see.click()
        expect(page.locator("main")).to_contain_text("300")
        assert page.url.endswith("/agencies/230400/health/2022")
