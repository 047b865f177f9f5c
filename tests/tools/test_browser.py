"""The browser that the journeys drive: it starts, and its text has ink."""

import pytest
from playwright.sync_api import sync_playwright

from tools import browser

PAGE = "<body style='margin: 0; background: #fff; color: #000; font: 20px sans-serif'>{}</body>"


@pytest.fixture(params=["as found", "from npm"])
def page(request, monkeypatch):
    if request.param == "from npm":
        monkeypatch.setattr(browser, "of_the_machine", lambda: None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.find_browser())
        yield chromium.new_page(viewport={"width": 320, "height": 80})
        chromium.close()


@pytest.mark.journey
def test_text_has_ink(page):
    page.set_content(PAGE.format(""))
    blank = page.screenshot()
    page.set_content(PAGE.format("<span id=narrow>iiiiii</span> <span id=wide>ÆØÅæøå</span>"))
    assert page.screenshot() != blank
    narrow, wide = (page.locator(f"#{name}").bounding_box()["width"] for name in ("narrow", "wide"))
    assert 0 < narrow < wide


@pytest.mark.journey
def test_missing_browser_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(browser, "of_the_machine", lambda: None)
    monkeypatch.setattr(browser, "PACKED", tmp_path)
    with pytest.raises(FileNotFoundError, match="make test"):
        browser.find_browser()
