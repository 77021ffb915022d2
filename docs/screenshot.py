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
        serving(Path(home), "demo", "--port", "0") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(f"{address}/regional-media/13/record/")
        page.locator("del", has_text="Verhn").wait_for(timeout=180_000)
        question = page.locator(".passage.asks").first.get_attribute("data-index")
        page.goto(f"{address}/regional-media/13/record/?from={question}")
        page.locator(".passage.asks").nth(1).wait_for(timeout=180_000)
        page.reload()
        page.locator("#connection", has_text="Connected").wait_for()
        page.locator(".passage:has(del)").hover()
        page.screenshot(path=ROOT / "docs/record.png")
        browser.close()


if __name__ == "__main__":
    main()
