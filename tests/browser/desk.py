"""A person's desk in a browser of their own, and what a test reads of it and of the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.opening import Place

SECRET = "Zinnober"
SPEAKERS = (
    ("Governor Ferro", "Answers", "1", ""),
    ("Dov Sand", "Moderates", "2", ""),
    ("Ada Reyes", "Asks", "3", "Radio Tamra"),
    ("Bohdan Lis", "Asks", "4", "blog"),
    ("Marisol Quispe", "Asks", "", "Canal Sierra"),
)
KEPT = """async () => {
  const told = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await told(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      kept.push(name, store, await told(rows.getAllKeys()), await told(rows.getAll()));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
  }
  return JSON.stringify([...kept, { ...localStorage }, { ...sessionStorage }]);
}"""


class Desk:
    """A person's desk in a browser of their own; `type` and `press` are all a transcriber has."""

    def __init__(self, context: BrowserContext, place: Place, who: str) -> None:
        self.context, self.place, self.pace = context, place, 0.0
        context.add_init_script(
            "if (navigator.storage) navigator.storage.persist = async () => true"
        )  # a test's browser never promises that
        self.page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        context.add_cookies([place.signed_in(who)])  # type: ignore[list-item]
        self.page.goto(place.desk)
        expect(self.page.locator("#people")).to_contain_text(f"{who} is here")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, selector: str) -> None:
        """By Tab, as who has no mouse does."""
        place = self.page.locator(selector)
        for _ in range(30):
            if place.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"no way to {selector} by Tab")

    def type(self, words: str) -> None:
        """At a pace, a sentence takes its `pace` seconds, two thirds of them typing."""
        spoken = self.pace * 1000 if " " in words else 0
        self.page.keyboard.type(words, delay=spoken * 2 / 3 / len(words) if spoken else None)
        self.page.wait_for_timeout(spoken / 3)

    def say(self, words: str, speaker: str | None = None) -> None:
        if speaker is not None:
            self.press("Tab", speaker)
        self.type(words)
        self.press("Enter")

    def add(self, name: str, part: str, digit: str, outlet: str) -> None:
        self.press("F9")
        for words in (name, part, digit, "", outlet):
            if words in (name, outlet):
                self.page.keyboard.insert_text(words)
            else:  # a list and a key of one's own listen to each key
                self.type(words)
            self.press("Tab")
        self.press("Enter")
        expect(self.page.locator("#speakers [aria-current]")).to_contain_text(name)

    @property
    def lines(self) -> list[str]:
        return self.page.locator("#last .said").all_inner_texts()

    def kept(self) -> str:
        """Everything that this browser has stored for the page."""
        return str(self.page.evaluate(KEPT))

    def saved(self) -> None:
        expect(self.page.locator("#saved")).to_have_text(re.compile(r"^Saved \d\d:\d\d:\d\d"))
        expect(self.page.locator("#waiting")).to_be_hidden()


Sit = Callable[..., Desk]


def sign_in(page: Page, place: Place, who: str) -> None:
    page.goto(place.link(who))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/")


def begin(desk: Desk, *, hold: int, speakers: Sequence[tuple[str, str, str, str]] = SPEAKERS[:1]) -> None:
    """Start the session and put the speakers on the list; “unknown” is one more voice."""
    expect(desk.page.locator("#begin")).to_be_visible()
    desk.reach("#begin-hold")
    desk.press("Control+a")
    desk.type(str(hold))
    desk.press("Enter")
    expect(desk.page.locator("#text")).to_be_focused()
    for speaker in speakers:
        desk.add(*speaker)


def record_of(desk: Desk) -> list[str]:
    """The words on the public record in order, each as it stands now."""
    document = desk.page.request.get(f"{desk.place.edition}export/json/").json()["document"]
    return [one["text"] for one in document["utterances"]]


def voices_of(desk: Desk) -> set[str]:
    document = desk.page.request.get(f"{desk.place.edition}export/json/").json()["document"]
    names = {one["key"]: one["name"] for one in document["speakers"]}
    return {names.get(one["speaker"], "unknown") for one in document["utterances"]}
