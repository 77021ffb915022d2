"""A press conference transcribed in a real browser, by keyboard alone, with everything that happens to a transcriber."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.browser.looking import look
from tests.server import serving

DESK = "/regional-media/1/desk/"
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

    def __init__(self, context: BrowserContext, address: str, home: Path, who: str) -> None:
        self.context, self.address, self.pace = context, address, 0.0
        context.add_init_script(
            "if (navigator.storage) navigator.storage.persist = async () => true"
        )  # a test's browser never promises that
        self.page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(address + link_of(home, who))
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url("**/desk/")
        self.page.goto(address + DESK)
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
        expect(self.page.locator("#saved")).to_have_text(re.compile(r"^Saved \d\d:\d\d:\d\d"), timeout=30_000)
        expect(self.page.locator("#waiting")).to_be_hidden()


def link_of(home: Path, who: str) -> str:
    """Where `who` may sign in, once."""
    return str(json.loads((home / "links.json").read_text())[who])


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    with serving(home) as address:
        yield address


Sit = Callable[..., Desk]


@pytest.fixture
def sit(chromium: Browser, address: str, home: Path) -> Iterator[Sit]:
    """Seats somebody at the desk, each in a browser of their own."""
    seated: list[Desk] = []

    def at_the_desk(who: str = "Esi Moran", **options: object) -> Desk:
        options = {"viewport": {"width": 1280, "height": 800}} | options
        seated.append(Desk(chromium.new_context(**options), address, home, who))  # type: ignore[arg-type]
        return seated[-1]

    yield at_the_desk
    for desk in seated:
        desk.context.close()
        assert not desk.faults


def begin(desk: Desk, *, hold: int, speakers: Sequence[tuple[str, str, str, str]] = SPEAKERS) -> None:
    """Start the session and put the speakers on the list; “unknown” is one more voice."""
    expect(desk.page.locator("#begin")).to_be_visible()
    desk.reach("#begin-hold")
    desk.press("Control+a")
    desk.type(str(hold))
    desk.press("Enter")
    expect(desk.page.locator("#text")).to_be_focused()
    for speaker in speakers:
        desk.add(*speaker)


MINUTES = 5


@pytest.mark.parametrize("minutes", [0, pytest.param(MINUTES, marks=pytest.mark.realtime)])
def test_a_conference_by_keyboard_alone(sit: Sit, home: Path, minutes: float) -> None:
    """40 utterances of 6 voices, a correction and its confirmation, twice off the record, a cut network with a reload."""
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    started = time.monotonic()
    esi.pace = minutes * 60 / 40
    said: list[str] = []

    def say(words: str, speaker: str | None = None) -> None:
        esi.say(words, speaker)
        said.append(words)

    say("Welcome to all of you.", "2")
    say("Last year we said that four schools would open.", "1")
    for number in range(4):
        say(f"We built {number + 2} bridges.")
    say("You promised four schools. Why three?", "3")
    say("The fourth stands in Verhn.", "1")
    expect(esi.page.locator("#last .said").last).to_have_text(said[-1])

    esi.press("F2", "Control+a")
    esi.type("The fourth stands in Verkhna.")
    esi.press("Tab", "Tab")
    esi.type("Misheard.")
    esi.press("Enter")
    expect(esi.page.locator("#last li").last).to_contain_text("corrected")
    said[-1] = "The fourth stands in Verkhna."
    expect(chiara.page.locator("#last .said").last).to_have_text(said[-1])
    chiara.press("ArrowUp", "c")
    expect(esi.page.locator("#last li").last).to_contain_text("confirmed")

    esi.press("Tab")
    esi.type("quis")
    esi.press("Enter")
    for number in range(4):
        say(f"When does line {number} begin?")
        say(f"Line {number} begins in March.", "1")
        esi.press("Tab")
        esi.type("quis")
        esi.press("Enter")
    say("And who pays?", "0")
    say("The region pays.", "1")
    expect(esi.page.locator("#last .said").last).to_have_text(said[-1])

    esi.type("Half a sentence that")
    esi.press("F4")
    expect(esi.page.get_by_text("Off the record", exact=True)).to_be_visible()
    expect(chiara.page.get_by_text("Off the record", exact=True)).to_be_visible()
    esi.say(f"{SECRET} is what nobody may know.", "1")
    chiara.say(f"{SECRET} is what nobody may know.", "1")
    assert SECRET not in esi.kept() + chiara.kept()
    expect(esi.page.locator("#text")).to_be_disabled()
    esi.press("F4")
    expect(esi.page.locator("#text")).to_be_focused()
    expect(chiara.page.locator("#off")).to_be_hidden()
    say("We are back.", "2")
    esi.saved()

    esi.context.set_offline(True)
    for number in range(6):
        say(f"Without network, sentence {number}.", "1")
    expect(esi.page.locator("#saved")).to_have_text(
        re.compile(r"^No network since \d\d:\d\d:\d\d · 6 passages waiting · safe in this browser$")
    )
    chiara.say("Said by somebody else meanwhile.", "2")
    expect(chiara.page.locator("#last .said").last).to_have_text("Said by somebody else meanwhile.")
    esi.press("F4")
    esi.say(f"{SECRET} without network.", "1")
    assert SECRET not in esi.kept()
    esi.page.reload()
    expect(esi.page.get_by_text("Off the record", exact=True)).to_be_visible()
    esi.say(f"{SECRET} after the reload.", "1")
    esi.press("F4")
    expect(esi.page.locator("#text")).to_be_focused()
    say("Is the road ready?", "4")
    say("It is not.", "1")
    assert SECRET not in esi.kept()
    esi.context.set_offline(False)
    esi.saved()

    for number in range(13):
        say(f"To end with, sentence {number}.", "1" if number % 2 else "4")
    esi.saved()
    assert len(said) == 40
    assert time.monotonic() - started >= minutes * 60
    record = _record(esi)
    meanwhile = [words for words in record if words == "Said by somebody else meanwhile."]
    assert len(meanwhile) == 1
    assert [words for words in record if words not in meanwhile] == said
    assert _voices(esi) == {name for name, *_ in SPEAKERS} | {"unknown"}
    stored = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert SECRET.encode() not in stored


def _record(desk: Desk) -> list[str]:
    """The words on the public record in order, each as it stands now."""
    answer = desk.page.request.get(f"{desk.address}/regional-media/1/export/json/")
    document = json.loads(answer.body())
    return [one["text"] for one in document["document"]["utterances"]]


def _voices(desk: Desk) -> set[str]:
    document = desk.page.request.get(f"{desk.address}/regional-media/1/export/json/").json()["document"]
    names = {one["key"]: one["name"] for one in document["speakers"]}
    return {names.get(one["speaker"], "unknown") for one in document["utterances"]}


def test_leaving_with_an_unsent_line_asks_first_and_keeps_nothing_of_it(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0)
    asked: list[str] = []
    esi.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    esi.type("Half a sentence that")
    assert "Half a sentence" not in esi.kept()
    esi.page.close(run_before_unload=True)
    expect(esi.page.locator("#text")).to_have_value("Half a sentence that")
    assert asked == ["beforeunload"]
    esi.press("Enter")
    esi.saved()
    with esi.page.expect_event("close"):
        esi.page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_going_back_to_a_desk_that_went_off_the_record_shows_no_word(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=())
    esi.page.on("dialog", lambda dialog: dialog.accept())
    esi.page.evaluate("window.left = true")
    esi.type(f"{SECRET} in half a line")
    esi.page.goto(f"{esi.address}{DESK}prepare/")
    expect(chiara.page.locator("#text")).to_be_visible()
    chiara.press("F4")
    chiara.saved()
    esi.page.go_back(wait_until="commit")
    assert not esi.page.evaluate("window.left"), "the page was kept in memory, and shows what it showed"
    assert SECRET not in esi.page.locator("#text").input_value()
    expect(esi.page.get_by_text("Off the record", exact=True)).to_be_visible()
    expect(esi.page.locator("#text")).to_be_disabled()
    assert SECRET not in esi.kept()


def test_two_take_turns(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    expect(chiara.page.locator("#speakers")).to_contain_text("Marisol Quispe")
    esi.type("What I am ")
    expect(chiara.page.locator("#people")).to_contain_text("Esi Moran is typing")
    esi.say("typing here.")
    expect(chiara.page.locator("#last .said").last).to_have_text("What I am typing here.")
    chiara.say("Mine come after it.", "1")
    expect(esi.page.locator("#last .said").last).to_have_text("Mine come after it.")
    expect(esi.page.locator("#saved")).to_have_text(re.compile("2 people here"))


def test_words_still_held_are_taken_back(sit: Sit, home: Path) -> None:
    esi = sit()
    begin(esi, hold=60)
    esi.say("This may stay.", "1")
    esi.say(f"{SECRET} was said too early.")
    expect(esi.page.locator("#last li")).to_have_count(2)
    expect(esi.page.locator("#last li").last).to_contain_text(re.compile(r"published in \d+ s"))
    esi.press("ArrowUp", "k")
    expect(esi.page.get_by_text("Off the record", exact=True)).to_be_visible()
    esi.saved()
    esi.press("F4")
    expect(esi.page.locator("#last .said")).to_have_text(["This may stay.", "Taken back. None of it is stored."])
    assert SECRET not in esi.kept()
    stored = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert SECRET.encode() not in stored


def test_more_words_than_the_desk_shows_are_taken_back(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=300)
    for number in range(12):
        esi.say(f"{SECRET}, sentence {number}.", "1")
    esi.saved()
    expect(esi.page.locator("#last li")).to_have_count(10)
    esi.press("F4")
    expect(esi.page.locator("#take-back")).to_have_text("Take back the last 12 too")
    esi.press("Shift+F4")
    esi.saved()
    expect(esi.page.locator("#off-held")).to_be_hidden()
    document = esi.page.request.get(f"{esi.address}/regional-media/1/desk/state/").json()
    assert document["held"] == 0


def test_words_typed_while_somebody_else_had_gone_off_the_record_are_discarded(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    expect(chiara.page.locator("#speakers")).to_contain_text(SPEAKERS[-1][0])
    expect(chiara.page.locator("#text")).to_be_visible()
    chiara.context.set_offline(True)
    chiara.say("Said before it.", "1")
    esi.press("F4")
    esi.saved()
    chiara.say(f"{SECRET}, typed without knowing.", "1")
    chiara.context.set_offline(False)
    expect(chiara.page.locator("#lost")).to_contain_text("1 passage was discarded", timeout=20_000)
    expect(chiara.page.locator("#off")).to_be_visible()
    expect(chiara.page.locator("#waiting li")).to_have_count(1)
    assert SECRET not in chiara.kept()
    esi.press("F4")
    expect(chiara.page.locator("#off")).to_be_hidden()
    refused = chiara.page.locator("#waiting .refused")
    expect(refused).to_contain_text("Said before it.")
    refused.get_by_role("button", name="Send again").press("Enter")
    expect(chiara.page.locator("#last .said").last).to_have_text("Said before it.")
    assert _record(esi) == ["Said before it."]

    chiara.press("Escape")
    chiara.context.set_offline(True)
    esi.press("F4")
    esi.saved()
    chiara.say(f"{SECRET}, and they are back before I am.", "1")
    esi.press("F4")
    esi.saved()
    chiara.context.set_offline(False)
    expect(chiara.page.locator("#lost")).to_be_visible(timeout=20_000)
    chiara.saved()
    assert SECRET not in chiara.kept()
    assert _record(esi) == ["Said before it."]


@pytest.mark.parametrize("act", ["say", "correct"])
def test_mended_words_keep_the_time_and_the_rule_they_were_typed_under(sit: Sit, act: str) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    esi.say("Said before all.", "1")
    expect(chiara.page.locator("#last .said")).to_have_text(["Said before all."])
    chiara.context.set_offline(True)
    if act == "correct":
        chiara.press("F2", "Control+a")
    chiara.say("Said before it.", "1" if act == "say" else None)
    if act == "correct":
        chiara.say("Misheard.")
    esi.press("F4")
    esi.saved()
    chiara.context.set_offline(False)
    refused = chiara.page.locator("#waiting .refused")
    expect(refused).to_contain_text("This is off the record", timeout=20_000)
    (typed,) = re.findall(r'"typed_at":\d+', chiara.kept())
    esi.press("F4")
    expect(chiara.page.locator("#off")).to_be_hidden()
    refused.get_by_role("button", name="Edit").press("Enter")
    chiara.press("End")
    chiara.say(" Mended.")
    expect(refused).to_contain_text("Mended.")
    expect(refused).to_contain_text("The conference was off the record while this was typed.")
    assert typed in chiara.kept()
    refused.get_by_role("button", name="Send again").press("Enter")
    chiara.saved()
    assert _record(esi)[-1] == "Said before it. Mended."


def test_off_the_record_in_a_pause_and_without_a_session(sit: Sit) -> None:
    esi = sit()
    esi.press("F4")
    expect(esi.page.locator("#told")).to_have_text("No session is running.")
    begin(esi, hold=300, speakers=())
    esi.say(f"{SECRET}, and a break.")
    expect(esi.page.locator("#last .said")).to_have_count(1)
    esi.page.get_by_role("button", name="Pause").press("Enter")
    expect(esi.page.locator("#resume")).to_be_visible()
    esi.press("Shift+F4")
    expect(esi.page.locator("#off")).to_be_visible()
    esi.saved()
    expect(esi.page.locator("#last")).not_to_contain_text(SECRET)
    expect(esi.page.locator("#off-paused")).to_be_visible()
    esi.press("F4")
    esi.page.get_by_role("button", name="Resume the session").press("Enter")
    expect(esi.page.locator("#text")).to_be_focused()


def test_words_that_waited_for_another_session_lose_their_times(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=())
    expect(chiara.page.locator("#text")).to_be_visible()
    chiara.context.set_offline(True)
    chiara.say("Said in the first session.")
    esi.page.locator("summary", has_text="End the session").press("Enter")
    esi.page.get_by_role("button", name="End the session").press("Enter")
    expect(esi.page.locator("#begin")).to_be_visible()
    chiara.context.set_offline(False)
    refused = chiara.page.locator("#waiting .refused")
    expect(refused).to_contain_text("no session is running", timeout=20_000)
    begin(esi, hold=0, speakers=())
    expect(chiara.page.locator("#text")).to_be_visible()
    esi.say("Said in the second.")
    refused.get_by_role("button", name="Send again").press("Enter")
    chiara.saved()
    document = esi.page.request.get(f"{esi.address}/regional-media/1/export/json/").json()["document"]
    second, first = document["utterances"]
    assert second["start_ms"] is not None
    assert first["text"] == "Said in the first session." and first.get("start_ms") is None


def test_a_computer_whose_clock_jumps_puts_nothing_on_the_record_that_was_off_it(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0, speakers=())
    expect(chiara.page.locator("#text")).to_be_visible()

    def jump(clock: str, seconds: int) -> None:
        chiara.page.evaluate(
            f"{{ const was = {clock}.now.bind({clock}); {clock}.now = () => was() + {seconds} * 1000; }}"
        )

    def while_off_by_another(words: str) -> None:
        chiara.context.set_offline(True)
        esi.press("F4")
        esi.saved()
        chiara.say(words, "0")
        esi.press("F4")
        esi.saved()
        chiara.context.set_offline(False)

    chiara.page.route("**/desk/state/**", _slowly)
    jump("Date", -600)
    for _ in range(2):
        with chiara.page.expect_response(re.compile("/desk/state/")):
            pass
    while_off_by_another(f"{SECRET}, ten minutes early.")
    expect(chiara.page.locator("#lost")).to_contain_text("1 passage was discarded", timeout=20_000)
    chiara.press("Escape", "F4")
    chiara.saved()
    chiara.press("F4")
    expect(chiara.page.locator("#text")).to_be_focused()
    chiara.saved()

    chiara.context.set_offline(True)
    jump("performance", -60)  # as after a sleep, in which it stood still
    while_off_by_another("Said who knows when.")
    expect(chiara.page.locator("#waiting .refused")).to_contain_text("Said who knows when.", timeout=20_000)
    assert SECRET not in chiara.kept()
    assert _record(esi) == []


def _slowly(route: Route) -> None:
    time.sleep(0.15)
    route.continue_()


def test_what_is_refused_stays_until_somebody_sees_to_it(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    expect(chiara.page.locator("#speakers")).to_contain_text(SPEAKERS[-1][0])
    expect(chiara.page.locator("#text")).to_be_visible()
    esi.context.set_offline(True)
    esi.say("Said at the very end.", "1")
    chiara.page.get_by_text("End the session").first.press("Enter")
    chiara.page.get_by_role("button", name="End the session").press("Enter")
    chiara.saved()
    esi.context.set_offline(False)
    refused = esi.page.locator("#waiting .refused")
    expect(refused).to_contain_text("Not on the record: no session is running", timeout=20_000)
    esi.page.reload()
    expect(refused).to_contain_text("Said at the very end.")
    drop = refused.get_by_role("button", name="Discard")
    drop.focus()
    for _ in range(2):
        with esi.page.expect_response(re.compile("/desk/state/")):
            pass
    expect(drop).to_be_focused()
    esi.press("Enter")
    expect(refused).to_have_count(0)


def test_a_full_disk_is_tried_ever_more_seldom_and_words_go_once_there_is_room(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0)
    esi.saved()
    tries: list[float] = []

    def full(route: Route) -> None:
        tries.append(time.monotonic())
        route.fulfill(status=503, content_type="application/json", body='{"failed": "The disk is full."}')

    esi.context.route("**/desk/acts/", full)
    esi.say("Said while the disk is full.", "1")
    esi.page.wait_for_timeout(6_000)
    assert 2 <= len(tries) <= 5  # waits of 0.4, 0.8, 1.6, 3.2 s at the least
    esi.context.unroute("**/desk/acts/")
    esi.saved()
    assert esi.lines[-1] == "Said while the disk is full."


def test_who_corrects_words_that_were_corrected_meanwhile_looks_again(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    esi.say("It stands in Verkna.", "1")
    for desk in (esi, chiara):
        expect(desk.page.locator("#last .said")).to_have_text(["It stands in Verkna."])
    chiara.context.set_offline(True)
    for desk, words in ((esi, "It stands in Verkhna."), (chiara, "It stood in Verkhna.")):
        desk.press("F2", "Control+a")
        desk.type(words)
        desk.press("Enter")
        desk.type("Misheard.")
        desk.press("Enter")
    esi.saved()
    chiara.context.set_offline(False)
    refused = chiara.page.locator("#waiting .refused")
    expect(refused).to_contain_text("corrected these words in the meantime", timeout=20_000)
    assert _record(esi) == ["It stands in Verkhna."]
    expect(chiara.page.locator("#last .said")).to_have_text(["It stands in Verkhna."])
    refused.get_by_role("button", name="Edit").press("Enter")
    expect(refused).to_have_count(1)
    expect(chiara.page.locator("#correct-text")).to_have_value("It stood in Verkhna.")
    expect(chiara.page.locator("#correct-reason")).to_have_value("Misheard.")
    chiara.press("Enter")
    chiara.saved()
    assert _record(esi) == ["It stood in Verkhna."]


def test_abbreviations_expand_while_one_types(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0)
    esi.press("F9")
    esi.reach("#short")
    esi.type("mot")
    esi.press("Tab")
    esi.type("Ministry of Transport")
    esi.press("Enter", "Escape")
    esi.say("Ask the mot, not the motor trade; mot.", "1")
    expect(esi.page.locator("#last .said").last).to_have_text(
        "Ask the Ministry of Transport, not the motor trade; Ministry of Transport."
    )


def test_a_prepared_text_against_its_delivery(sit: Sit) -> None:
    chiara = sit("Chiara Okoye")
    begin(chiara, hold=0)
    page = chiara.page
    page.goto(f"{chiara.address}{DESK}prepare/")
    page.get_by_label("Title").fill("Opening statement")
    page.get_by_label("Speaker").select_option("Governor Ferro")
    page.get_by_label("Text").fill("Good morning.\n\nFour schools have opened.\n\nThis is long.\n\nThank you.")
    page.get_by_role("button", name="Save text").press("Enter")
    expect(page.get_by_text("0 of 4 paragraphs marked")).to_be_visible()
    page.goto(chiara.address + DESK)
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#people")).to_contain_text("is here")
    chiara.press("Shift+F8")
    expect(page.locator("#prepared-words")).to_have_text("Good morning.")
    assert "Four schools" not in chiara.kept()
    chiara.press("Enter")
    expect(page.locator("#prepared-words")).to_have_text("Four schools have opened.")
    chiara.press("e", "Control+a")
    chiara.type("Three schools have opened.")
    chiara.press("Enter")
    expect(page.locator("#prepared-words")).to_have_text("This is long.")
    chiara.press("s", "Enter")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#last .said")).to_have_text(["Good morning.", "Three schools have opened.", "Thank you."])
    assert _record(chiara) == ["Good morning.", "Three schools have opened.", "Thank you."]
    page.goto(f"{chiara.address}{DESK}prepare/")
    expect(page.get_by_text("Paragraph 3 was not delivered on the record")).to_be_visible()
    page.get_by_label("All of this becomes public and can't be withdrawn.").press("Space")
    page.get_by_role("button", name="Publish prepared text").press("Enter")
    page.goto(f"{chiara.address}{DESK}prepare/")
    expect(page.get_by_text("published")).to_be_visible()


def test_a_prepared_text_that_comes_after_off_the_record_stays_shut(sit: Sit) -> None:
    chiara = sit("Chiara Okoye")
    begin(chiara, hold=0)
    page = chiara.page
    page.goto(f"{chiara.address}{DESK}prepare/")
    page.get_by_label("Title").fill("Opening statement")
    page.get_by_label("Speaker").select_option("Governor Ferro")
    page.get_by_label("Text").fill(SECRET)
    page.get_by_role("button", name="Save text").press("Enter")
    page.goto(chiara.address + DESK)
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#people")).to_contain_text("is here")
    fetched: list[Route] = []
    page.route("**/desk/prepared/*/", lambda route: fetched.append(route))
    with page.expect_request("**/desk/prepared/*/"):
        chiara.press("Shift+F8", "F4")
    with page.expect_response("**/desk/prepared/*/") as answer:
        fetched[0].continue_()
    answer.value.finished()
    page.wait_for_timeout(500)
    expect(page.locator("#off")).to_be_visible()
    expect(page.locator("#prepared")).to_be_hidden()
    assert SECRET not in page.content()


def test_the_newest_line_stays_in_sight_when_a_panel_opens(sit: Sit) -> None:
    desk = sit(viewport={"width": 1280, "height": 600})
    begin(desk, hold=0, speakers=SPEAKERS[:1])
    for number in range(9):
        desk.say(
            f"Sentence {number}, which is long enough to be two lines of the list at this width, and a little more."
        )
    desk.saved()
    newest = desk.page.locator("#last > li").last
    expect(newest).to_contain_text("Sentence 8")
    expect(newest).to_be_in_viewport(ratio=0.9)
    desk.press("F2")
    expect(desk.page.locator("#correcting")).to_be_visible()
    expect(newest).to_be_in_viewport(ratio=0.9)


def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(sit: Sit) -> None:
    desk = sit("Chiara Okoye", bypass_csp=True)

    def look_at_it() -> None:
        desk.page.wait_for_timeout(100)
        look(desk.page, widths=(1280, 195, 390))

    look_at_it()
    begin(desk, hold=60)
    desk.say("Last year we said that four schools would open. Three did.", "1")
    desk.say("You promised four schools. Why three?", "3")
    desk.saved()
    look_at_it()
    for keys in (("F2",), ("Escape", "ArrowUp"), ("Escape", "?"), ("F9",)):
        desk.press(*keys)
        look_at_it()
    desk.press("Escape", "Tab")
    desk.type("a")
    look_at_it()
    desk.press("Escape")
    desk.context.set_offline(True)
    desk.say("Without network.", "1")
    expect(desk.page.locator("#saved")).to_have_text(re.compile("No network"))
    look_at_it()
    desk.press("F4")
    look_at_it()
    desk.context.set_offline(False)
    desk.page.goto(f"{desk.address}{DESK}prepare/")
    look_at_it()


def test_without_javascript_a_form_appends(chromium: Browser, address: str, home: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + link_of(home, "Esi Moran"))
    page.get_by_role("button", name="Sign in").click()
    page.goto(address + DESK)
    page.get_by_label("Publication delay", exact=True).fill("0")
    page.get_by_role("button", name="Start a session").click()
    page.get_by_label("Name").fill("Governor Ferro")
    page.get_by_label("Part").select_option("Answers")
    page.get_by_role("button", name="Save speaker").click()
    page.get_by_label("What is being said").fill("Good morning.")
    page.locator("#speaker").select_option("Governor Ferro")
    page.get_by_role("button", name="Append").click()
    expect(page.locator("#last")).to_contain_text("Governor Ferro statement Good morning.")
    page.get_by_role("button", name="Off the record").click()
    expect(page.get_by_text("Typing is switched off")).to_be_visible()
    expect(page.get_by_label("What is being said")).to_be_hidden()
    page.get_by_role("button", name="Back on the record").click()
    expect(page.get_by_label("What is being said")).to_be_visible()
    context.close()
