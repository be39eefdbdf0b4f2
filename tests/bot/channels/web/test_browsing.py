"""Asking in a browser: offers by keyboard, answers under answers, back and forth, the drawer, copying; and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
ASKED = "川汇区卫健委2024年办了多少许可"
PATHS = {"home": "/", "answer": f"/ask?q={ASKED}", "rank": "/ask?q=2022年行政许可排名", "english": "/?lang=en"}


@contextmanager
def opened(browser: Browser, site: str, **options: object) -> Iterator[Page]:
    """A page of a fresh browser, in Chinese; whatever it complains of in its console fails the test."""
    complaints: list[str] = []
    with browser.new_context(base_url=site, locale="zh-CN", **options) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    assert not complaints


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page as wide as a desk's."""
    with opened(browser, site, viewport=DESK) as page:
        yield page


def test_a_conversation_stays_on_one_page(page: Page, shots: Path) -> None:
    page.goto("/")
    page.get_by_role("combobox").fill(ASKED)
    page.get_by_role("button", name="查询").click()
    expect(page.locator("article")).to_have_count(1)
    first = page.url
    page.get_by_role("combobox").fill("2023年呢")
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(2)
    expect(page.locator("article").nth(1)).to_be_focused()
    expect(page.locator("article").nth(1)).to_contain_text("2023年")
    expect(page.get_by_role("combobox")).to_have_value("")
    assert page.url != first
    page.screenshot(path=shots / "conversation.png", full_page=True)
    expect(page.locator(".following:visible li")).not_to_have_count(0)  # it comes by itself
    page.go_back()
    expect(page.locator("article:visible")).to_have_count(1)
    assert page.url == first
    page.go_forward()
    expect(page.locator("article:visible")).to_have_count(2)
    page.reload()
    expect(page.locator("article")).to_contain_text("2023年")
    expect(page.get_by_role("link", name=ASKED)).to_be_visible()
    page.go_back()
    expect(page.locator("article")).to_contain_text("2906件")
    assert page.url == first


def test_asking_on_after_going_back_leans_on_what_is_seen(page: Page) -> None:
    page.goto("/ask?q=红旗区2022年行政处罚几件")
    page.get_by_role("combobox").fill(ASKED)
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(2)
    page.go_back()
    expect(page.locator("article:visible")).to_have_count(1)
    page.get_by_role("combobox").fill("许可呢")
    page.keyboard.press("Enter")
    expect(page.locator("article:visible")).to_have_count(2)
    expect(page.locator("article:visible").nth(1)).to_contain_text("1344件")


def test_an_offer_is_taken_by_keyboard(page: Page, shots: Path) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("川汇")
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.screenshot(path=shots / "offers.png")
    box.press("ArrowDown")
    option = page.locator("[role=option][aria-selected=true]")
    expect(option).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    box.press("Enter")
    expect(box).to_have_value(re.compile("^.*川汇区.+"))
    assert page.url.endswith("/")  # it completes the box, and does not ask yet
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**/ask?**")


def test_agencies_and_figures_to_compare_are_ticked_while_one_types(page: Page) -> None:
    page.goto("/compare")
    for name, typed in (("添加机关", "川汇"), ("添加项目", "处罚")):
        box = page.get_by_role("combobox", name=name)
        box.press_sequentially(typed)
        page.locator(".offers:visible li").first.wait_for()
        box.press("ArrowDown")
        box.press("Enter")
        expect(box).to_have_value("")
    ticked = [box.get_attribute("value") or "" for box in page.get_by_role("checkbox", checked=True).all()]
    assert ticked[0].startswith("411602/") and ticked[1:] == ["penalties.decided"]
    page.get_by_role("button", name="查看").click()
    expect(page.locator("table.cells")).to_have_count(1)


def test_nothing_is_asked_of_the_server_while_characters_are_composed(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox").focus()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    ime = page.context.new_cdp_session(page)
    for typed in ("c", "ch", "chuan"):
        ime.send("Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)})
    page.wait_for_timeout(300)
    assert not sent
    ime.send("Input.insertText", {"text": "川汇"})
    expect(page.get_by_role("option").first).to_be_visible()
    assert len([url for url in sent if "/suggest" in url]) == 1


def test_what_is_asked_back_is_chosen_by_keyboard(page: Page, shots: Path) -> None:
    page.goto("/ask?q=鼓楼区2022年许可几件")
    choices = page.locator(".choices a")
    assert choices.count() >= 2
    page.screenshot(path=shots / "asked_back.png", full_page=True)
    choices.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(2)
    expect(page.locator("article.answered")).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_the_drawer_shows_the_cell_and_gives_the_focus_back(
    browser: Browser, site: str, shots: Path, viewport: dict[str, int]
) -> None:
    with opened(browser, site, viewport=viewport) as page:
        page.goto(f"/ask?q={ASKED}")
        link = page.locator(".cited a")
        link.focus()
        page.keyboard.press("Enter")
        drawer = page.get_by_role("dialog")
        expect(drawer.locator(".marked").first).to_have_text("2906")
        expect(drawer.get_by_role("img")).to_have_attribute("alt", re.compile("2906"))
        page.screenshot(path=shots / f"drawer_{viewport['width']}.png")
        assert "/agencies" not in page.url
        for _ in range(12):  # whatever of the page lies behind it cannot be reached
            page.keyboard.press("Tab")
            assert page.evaluate("!document.activeElement.closest('main')")
        page.keyboard.press("Escape")
        expect(drawer).to_be_hidden()
        expect(link).to_be_focused()


def test_going_back_closes_the_drawer_and_stays_with_the_answer(page: Page) -> None:
    page.goto("/")
    page.goto(f"/ask?q={ASKED}")
    for _ in range(2):
        page.locator(".cited a").click()
        expect(page.get_by_role("dialog").locator(".marked").first).to_have_text("2906")
        page.go_back()
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert "/ask" in page.url
    page.locator(".cited a").click()
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.go_back()
    expect(page).not_to_have_url(re.compile("/ask"))


def test_how_an_answer_was_worked_out_is_shown_beside_it(page: Page) -> None:
    page.goto(f"/ask?q={ASKED}")
    page.get_by_role("link", name="怎么算的").click()
    expect(page.get_by_role("dialog")).to_contain_text("川汇区")
    assert "/how" not in page.url
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_link_to_an_answer_is_copied(browser: Browser, site: str) -> None:
    with opened(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"/ask?q={ASKED}")
        page.get_by_role("link", name="本回答的链接").click()
        expect(page.get_by_role("link", name="链接已复制")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        page.goto(copied)
        expect(page.locator("article")).to_contain_text("2906件")


def test_all_of_it_works_without_scripts(browser: Browser, site: str) -> None:
    with opened(browser, site, viewport=PHONE, java_script_enabled=False) as page:
        page.goto("/")
        page.locator("[name=q]").fill("红旗区2022年行政处罚几件")
        page.get_by_role("button", name="查询").click()
        page.locator("[name=q]").fill("许可呢")
        page.get_by_role("button", name="接着问").click()
        assert "1344件" in page.locator("article").inner_text()
        page.get_by_role("link", name="红旗区2022年行政处罚几件").click()
        assert "红旗区" in page.locator("article").inner_text()
        page.get_by_role("link", name="怎么算的").click()
        assert "/how" in page.url
        page.get_by_role("link", name="回到这个回答").click()
        page.locator(".following a").first.click()
        assert "/next" in page.url
        page.locator("main a").first.click()
        assert page.locator("article.answered").count() == 1


def test_a_phone_is_filled_and_never_wider_than_it_is(browser: Browser, site: str, shots: Path) -> None:
    with opened(browser, site, viewport=PHONE) as page:
        for name, path in PATHS.items():
            page.goto(path)
            page.screenshot(path=shots / f"phone_{name}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
