"""Words that wait at the desk while something has changed, and what becomes of them."""

from __future__ import annotations

import re
from itertools import pairwise

from playwright.sync_api import expect

from tests.browser.desk import SPEAKERS, Sit, begin, record_of
from tests.waiting import wait_for

COUNT_TRIES = """() => {
  const real = fetch;
  window.tries = [];
  window.fetch = (address, ...more) => {
    if (String(address).endsWith("/desk/transcribe/acts/")) tries.push(performance.now());
    return real(address, ...more);
  };
}"""


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
    expect(refused).to_contain_text("no session is running")
    begin(esi, hold=0, speakers=())
    expect(chiara.page.locator("#text")).to_be_visible()
    esi.say("Said in the second.")
    esi.saved()
    refused.get_by_role("button", name="Send again").press("Enter")
    chiara.saved()
    document = esi.page.request.get(f"{esi.place.edition}export/json/").json()["document"]
    second, first = document["utterances"]
    assert second["start_ms"] is not None
    assert first["text"] == "Said in the first session." and first.get("start_ms") is None


def test_what_is_refused_stays_until_somebody_sees_to_it(sit: Sit) -> None:
    esi, chiara = sit(), sit("Chiara Okoye")
    begin(esi, hold=0)
    expect(chiara.page.locator("#speakers")).to_contain_text(SPEAKERS[0][0])
    expect(chiara.page.locator("#text")).to_be_visible()
    esi.context.set_offline(True)
    esi.say("Said at the very end.", "1")
    chiara.page.get_by_text("End the session").first.press("Enter")
    chiara.page.get_by_role("button", name="End the session").press("Enter")
    chiara.saved()
    esi.context.set_offline(False)
    refused = esi.page.locator("#waiting .refused")
    expect(refused).to_contain_text("Not on the record: no session is running")
    esi.page.reload()
    expect(refused).to_contain_text("Said at the very end.")
    drop = refused.get_by_role("button", name="Discard")
    drop.focus()
    for _ in range(2):
        with esi.page.expect_response(re.compile("/desk/transcribe/state/")):
            pass
    expect(drop).to_be_focused()
    esi.press("Enter")
    expect(refused).to_have_count(0)


def test_a_full_disk_is_tried_ever_more_seldom_and_words_go_once_there_is_room(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0)
    esi.saved()
    full = '{"failed": "The disk is full."}'
    esi.context.route(
        "**/desk/transcribe/acts/", lambda route: route.fulfill(status=503, content_type="application/json", body=full)
    )
    esi.page.evaluate(COUNT_TRIES)
    esi.say("Said while the disk is full.", "1")
    tries = wait_for(lambda: esi.page.evaluate("tries.length >= 4 && tries.slice(0, 4)"))
    waited = [later - one for one, later in pairwise(tries)]
    assert all(wait >= least for wait, least in zip(waited, (400, 800, 1_600), strict=True)), waited
    esi.context.unroute("**/desk/transcribe/acts/")
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
    expect(refused).to_contain_text("corrected these words in the meantime")
    assert record_of(esi) == ["It stands in Verkhna."]
    expect(chiara.page.locator("#last .said")).to_have_text(["It stands in Verkhna."])
    refused.get_by_role("button", name="Edit").press("Enter")
    expect(refused).to_have_count(1)
    expect(chiara.page.locator("#correct-text")).to_have_value("It stood in Verkhna.")
    expect(chiara.page.locator("#correct-reason")).to_have_value("Misheard.")
    chiara.press("Enter")
    chiara.saved()
    assert record_of(esi) == ["It stood in Verkhna."]
