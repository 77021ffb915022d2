"""What every page must stand at every width: axe, light and dark, and no scrolling sideways."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def look(page: Page, *, widths: tuple[int, ...]) -> None:
    """On the page as it stands axe finds nothing and nothing is wider than the window; it is left at the last width.

    No page of ours asks for its width or scheme but in its style sheets, so one that is loaded once shows them all; and
    of what axe looks at, a scheme changes the contrast.
    """
    for scheme, rules in (("dark", {}), ("light", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 850})
            place = f"{page.url}, {width} px, {scheme}"
            found = Axe().run(page, options={"resultTypes": ["violations"], **rules})
            assert not found.response["violations"], f"{place}: {found.generate_report()}"
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), place
