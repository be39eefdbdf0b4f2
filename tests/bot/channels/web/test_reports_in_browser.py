"""The pages of reports in a real browser: the drawer beside a report, the form on a phone, and what axe says of every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

REPORT = "/agencies/411602/health/2024"
ON_A_PHONE = {
    "agency": "/agencies/411602/health",
    "report": REPORT,
    "cell": f"{REPORT}/permits.decided",
    "coverage": "/coverage",
}
ON_A_DESK = {
    "agencies": "/agencies",
    "found": "/agencies?q=卫健委",
    "report": f"{REPORT}?lang=en",
    "absent": f"{REPORT}/rules.newly_published",
    "nothing": "/agencies/411602/water?lang=en",
    "findings": "/findings?lang=en",
}
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture(params=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page at the size of a phone in the dark, and at that of a desk in the light."""
    phone = request.param == "phone"
    context = browser.new_context(
        base_url=site, viewport=PHONE if phone else DESK, color_scheme="dark" if phone else "light", locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def is_phone(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] == PHONE["width"]


def test_axe_finds_nothing_serious_and_no_page_is_wider_than_the_screen(page: Page, shots: Path) -> None:
    phone = is_phone(page)
    for name, address in (ON_A_PHONE if phone else ON_A_DESK).items():
        page.goto(address)
        found = Axe().run(page).response["violations"]
        told = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert not told, address
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, address
        page.screenshot(path=shots / f"{name}-{'phone' if phone else 'desk'}.png")


def test_a_cell_opens_beside_the_report(page: Page) -> None:
    page.goto(REPORT)
    page.locator("td a[href$='/permits.decided']").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("2906", exact=True).first.wait_for()
    picture = drawer.locator("img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('dialog img').naturalWidth > 300")
    assert "chuanhui_health_2024.pdf" in (picture.get_attribute("alt") or "")
    assert page.url.endswith(REPORT)
    page.keyboard.press("Escape")
    assert not drawer.is_visible()


def test_a_cell_has_a_page_of_its_own_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(REPORT)
    page.locator("td a[href$='/permits.decided']").click()
    page.wait_for_url(f"**{REPORT}/permits.decided")
    assert page.locator("h1").inner_text().endswith("行政许可处理决定数量")
    context.close()


def test_the_labels_of_rows_stay_in_sight_on_a_phone(page: Page) -> None:
    page.goto(REPORT)
    table = page.locator(".sheet.long")
    table.scroll_into_view_if_needed()
    table.evaluate("box => { box.scrollLeft = box.scrollWidth; box.scrollTop = 400; }")
    told = table.evaluate(
        """box => {
            const frame = box.getBoundingClientRect(), rows = [...box.querySelectorAll('tbody tr')];
            const label = row => row.querySelector('th.own').getBoundingClientRect();
            const cell = row => row.lastElementChild.getBoundingClientRect();
            return {
                moved: box.scrollLeft,
                edges: [...new Set(rows.map(row => Math.round(label(row).right - frame.left)))],
                words: rows.map(row => Math.round(row.querySelector('th.own span').getBoundingClientRect().left - frame.left)),
                last: rows.every(row => Math.round(cell(row).right - frame.right) <= 0),
                head: Math.round(box.querySelector('thead').getBoundingClientRect().top - frame.top),
            };
        }"""
    )
    if is_phone(page):
        assert told["moved"] > 100
        assert len(told["edges"]) == 1, "labels reach to one edge, so that none covers a number"
        assert told["edges"][0] < 200
        assert min(told["words"]) >= 0
        assert told["head"] <= 1
    assert told["last"]
