"""What every page must stand at every width: axe, light and dark, and no scrolling sideways."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

RUN = (
    "options => axe.run({ preload: false, resultTypes: ['violations'], ...options }).then((found) => found.violations)"
)
WIDER = "document.documentElement.scrollWidth > innerWidth + 1"


CUT_OFF = """() => [...document.querySelectorAll("body *")]
    .filter((one) => !one.closest("pre, textarea, .vh, .skip") && one.clientWidth && one.innerText?.trim())
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible")
    .map((one) => `${one.tagName}: ${one.innerText.slice(0, 60)}`)"""
"""What of a page is cut off, as scripts see it."""


def look(page: Page, *, widths: tuple[int, ...]) -> None:
    """On the page as it stands axe finds nothing at its first and its last width, and nothing is wider than the window at any;
    it is left at the last.

    No page of ours asks for its width or scheme but in its style sheets, so one that is loaded once shows them all; and
    of what axe looks at, a scheme changes the contrast.
    """
    page.evaluate(AXE_SCRIPT)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 850})
        assert not page.evaluate(WIDER), f"{page.url}, {width} px"
        for scheme, rules in (("dark", {}), ("light", {"runOnly": ["color-contrast"]})):
            if width in (widths[0], widths[-1]):
                page.emulate_media(color_scheme=scheme)
                violations = page.evaluate(RUN, rules)
                told = AxeResults({"violations": violations}).generate_report() if violations else ""
                assert not violations, f"{page.url}, {width} px, {scheme}: {told}"
