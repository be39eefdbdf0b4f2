"""Nobody is left out: axe finds nothing serious on any face of asking, light or dark, on a phone or a desk; nothing moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.bot.channels.web.test_browsing import ASKED, DESK, PHONE, opened

FACES = {
    "home": "/",
    "answer": f"/ask?q={ASKED}&talk=seen",
    "asked_back": "/ask?q=鼓楼区2022年许可几件",
    "declined": "/ask?q=川汇区卫健委2024年罚款金额多少",
    "ranking": "/ask?q=2022年行政许可排名",
    "help": "/ask?q=帮助",
    "english": "/ask?q=how many permits did 川汇区卫健委 issue in 2024&lang=en",
}
SHIFTS = """new Promise((done) => {
    const sum = (list) => done(list.getEntries().reduce((moved, entry) => moved + entry.value, 0));
    new PerformanceObserver(sum).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(0), 100);
})"""
GRAVE = ("serious", "critical")


def faults(page: Page) -> list[Any]:
    """What axe finds, the grave of it."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found if one["impact"] in GRAVE]


@pytest.mark.parametrize("name", FACES)
def test_every_face_can_be_used_by_all(browser: Browser, site: str, shots: Path, name: str) -> None:
    """Nor does anything move while a page is laid out, as Chromium counts the shifts."""
    with opened(browser, site, viewport=PHONE, reduced_motion="reduce") as page:
        page.goto(FACES[name])
        assert page.evaluate(SHIFTS) < 0.01
        for size, viewport, dark in (("phone", PHONE, False), ("desk", DESK, True)):  # sizes and colours do not meet in the sheet
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme="dark" if dark else "light")
            page.screenshot(path=shots / f"{name}_{size}.png", full_page=True)
            assert not faults(page), size


def test_a_conversation_with_offers_and_the_drawer_can_be_used_by_all(browser: Browser, site: str) -> None:
    with opened(browser, site, viewport=DESK) as page:
        page.goto(f"/ask?q={ASKED}")
        page.get_by_role("combobox").fill("2023年呢")
        page.keyboard.press("Enter")
        page.locator("article").nth(1).wait_for()
        page.get_by_role("combobox").press_sequentially("川汇")
        page.get_by_role("option").first.wait_for()
        assert not faults(page)
        page.keyboard.press("Escape")
        page.get_by_role("link", name="怎么算的").first.click()
        page.locator("dialog .steps").wait_for()
        assert not faults(page)
        how = page.get_by_role("link", name="怎么算的", include_hidden=True).first.get_attribute("href")
        page.reload()  # with the earlier questions as links
        assert not faults(page)
        page.goto(str(how))
        assert not faults(page)
        page.goto(str(how).partition("?")[0].removesuffix("/how"))  # without the words of the question
        assert not faults(page)


def test_an_answer_prints_with_its_source_and_without_the_box(browser: Browser, site: str, shots: Path) -> None:
    with opened(browser, site, viewport=DESK) as page:
        page.goto(f"/ask?q={ASKED}")
        page.emulate_media(media="print")
        page.screenshot(path=shots / "print.png", full_page=True)
        assert page.locator(".cited").is_visible()
        assert not page.locator(".ask").is_visible()
        assert not page.locator("nav").first.is_visible()
