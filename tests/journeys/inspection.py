"""What has to hold of every page, whoever reads it: nothing that axe finds, nothing that sticks out, no empty choice."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tools.services import ROOT

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
FINDINGS = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"], preload: false});
    return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`));
}"""
# What may be scrolled within the page is no wider than the page; the body hides what sticks out of it, and so does not count.
STICKING_OUT = """() => [...document.querySelectorAll("body *")].filter(element => {
    const sticks = one => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1;
    if (!element.checkVisibility({visibilityProperty: true}) || !sticks(element)) return false;
    for (let around = element.parentElement; around !== document.body; around = around.parentElement)
        if (getComputedStyle(around).overflowX !== "visible" && !sticks(around)) return false;
    return element.getBoundingClientRect().width > 1;
}).map(element => element.outerHTML.slice(0, 200))"""


@cache
def axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


def inspect(page: Page, *widths: dict[str, Any]) -> None:
    """At these widths by axe; at both by the ruler. The policy for content lets no script in but by the debugger's door."""
    page.evaluate(axe())
    for width in (WIDE, NARROW):
        page.set_viewport_size(width)
        assert page.evaluate(STICKING_OUT) == []
        if width in (widths or (WIDE, NARROW)):
            assert page.evaluate(FINDINGS) == []
    assert "---------" not in page.locator("body").inner_text()
