"""Takes the README's picture: the record of the demonstration, live. Run by `make screenshot`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.server import serving  # noqa: E402


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home), "demo", "--speed", "20", "--port", "0") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{address}/regional-media/13/record/")
        page.locator("del", has_text="Verhn").wait_for(timeout=90_000)
        page.locator("#u11").scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, document.querySelector('#u10').offsetTop - 40)")
        page.screenshot(path=ROOT / "docs/record.png")
        browser.close()


if __name__ == "__main__":
    main()
