"""What the server refuses stays in the browser until it is mended and in; what something in between says sets nothing aside."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.browser.desk import Desk, Sit, begin, record_of


def test_words_that_are_being_mended_survive_off_the_record(refused: Desk) -> None:
    row = refused.page.locator("#waiting .refused")
    expect(refused.page.locator("#saved")).to_contain_text("1 is not saved: see above the line")
    row.get_by_role("button", name="Edit").press("Enter")
    expect(refused.page.locator("#text")).to_have_value("Said at the very end.")
    refused.press("F4")
    expect(refused.page.locator("#off")).to_be_visible()
    expect(refused.page.locator("#saved")).to_contain_text("1 is not saved")
    assert "Said at the very end." in refused.kept()
    refused.press("F4")
    expect(refused.page.locator("#text")).to_have_value("")
    expect(row).to_contain_text("Said at the very end.")
    refused.page.reload()
    expect(row).to_contain_text("Said at the very end.")
    row.get_by_role("button", name="Edit").press("Enter")
    refused.press("End")
    refused.say(" Mended.")
    expect(row).to_have_count(1)  # it was off the record between the first letter and the last
    expect(row).to_contain_text("Mended.")


def test_mended_words_take_the_place_of_the_refused_ones_only_once_they_are_in(refused: Desk) -> None:
    row = refused.page.locator("#waiting .refused")
    row.get_by_role("button", name="Edit").press("Enter")
    refused.press("End")
    refused.context.set_offline(True)
    refused.say(" Mended.")
    expect(row).to_have_count(0)
    expect(refused.page.locator("#waiting li")).to_have_text([re.compile("Said at the very end. Mended.")])
    assert '"refusal"' in refused.kept()
    refused.context.set_offline(False)
    refused.saved()
    assert record_of(refused) == ["Said at the very end. Mended."]
    assert "Said at the very end." not in refused.kept()


def test_what_something_in_between_answers_sets_no_line_aside_and_keeps_the_order(sit: Sit) -> None:
    esi = sit()
    begin(esi, hold=0, speakers=())
    esi.saved()
    between: list[int] = []

    def answer(route: Route) -> None:
        if between:
            route.fulfill(status=between.pop(), content_type="text/html", body="<h1>Not here</h1>")
        else:
            route.continue_()

    esi.context.route("**/desk/transcribe/acts/", answer)
    said: list[str] = []
    for status in (400, 404, 408, 413, 421, 429):
        between += [status] * 3
        for words in (f"One, {status}.", f"Two, {status}.", f"Three, {status}."):
            esi.say(words)
            said.append(words)
        expect(esi.page.locator("#saved")).to_contain_text("No network")
        expect(esi.page.locator("#waiting .refused")).to_have_count(0)
        esi.saved()
        assert not between, status
    assert record_of(esi) == said


def test_a_desk_whose_stream_is_refused_holds_no_connection_that_others_wait_for(sit: Sit) -> None:
    esi = sit()
    esi.context.route("**/live/stream*", lambda route: route.fulfill(status=503))
    with esi.page.expect_response("**/live/stream*"):
        begin(esi, hold=0, speakers=())
    held = "navigator.locks.query().then(({ held }) => held.map(({ name }) => name))"
    for _state in range(2):
        with esi.page.expect_response(re.compile("/desk/transcribe/state/")):
            pass
    assert not [name for name in esi.page.evaluate(held) if name.startswith("onrecord:connection:")]
