"""The README's picture, made again from a demo that runs: `python -m tools.picture`."""

import os

from playwright.sync_api import sync_playwright

from tools.browser import find_browser

ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**find_browser())
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="da-DK")
        page.goto(f"{ADDRESS}/login/")
        page.get_by_role("button", name="Mette Lindholm").click()
        page.wait_for_selector(".queue")
        page.screenshot(path="docs/images/worklist.png")
        browser.close()


if __name__ == "__main__":
    main()
