"""What every page must stand at every width: axe, light and dark, and no scrolling sideways."""

from __future__ import annotations

import json

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

RUN = "options => axe.run(options).then(({ violations }) => JSON.stringify(violations))"
WIDER = "document.documentElement.scrollWidth > innerWidth + 1"


def look(page: Page, *, widths: tuple[int, ...]) -> None:
    """On the page as it stands axe finds nothing and nothing is wider than the window; it is left at the last width.

    No page of ours asks for its width or scheme but in its style sheets, so one that is loaded once shows them all; and
    of what axe looks at, a scheme changes the contrast.
    """
    page.evaluate(AXE_SCRIPT)
    for scheme, rules in (("dark", {}), ("light", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 850})
            place = f"{page.url}, {width} px, {scheme}"
            violations = json.loads(page.evaluate(RUN, {"resultTypes": ["violations"], **rules}))
            assert not violations, f"{place}: {AxeResults({'violations': violations}).generate_report()}"
            assert not page.evaluate(WIDER), place
