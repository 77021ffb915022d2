"""A browser that several people share: whoever signs out leaves nothing there, and nobody sends what another typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from tests.browser.desk import Desk, begin, record_of, sign_in
from tests.browser.opening import Place
from tests.waiting import wait_for

LINE = "Typed and not sent."


@pytest.fixture
def esi(chromium: Browser, place: Place) -> Iterator[Desk]:
    """Esi Moran at her desk with a session running; the browser keeps the page for a reload without network."""
    desk = Desk(chromium.new_context(), place, "Esi Moran")
    begin(desk, hold=0)
    desk.say("Sent at once.", "1")
    desk.saved()
    desk.page.wait_for_function(
        "caches.match(location.href).then(async (page) => (await page?.text())?.includes('Ferro'))"
    )
    yield desk
    desk.context.close()
    assert not desk.faults


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")


def say_in_vain(desk: Desk) -> None:
    """A line that waits in this browser, since the server doesn't take it."""
    desk.context.route("**/desk/transcribe/acts/", lambda route: route.abort())
    desk.say(LINE, "1")
    expect(desk.page.locator("#waiting li")).to_have_count(1)
    expect(desk.page.locator("#saved")).to_contain_text("safe in this browser")
    assert LINE in desk.kept()


def without_the_header(route: Route) -> None:
    answer = route.fetch(max_redirects=0)
    headers = {name: value for name, value in answer.headers.items() if name != "clear-site-data"}
    route.fulfill(response=answer, headers=headers)


@pytest.mark.parametrize("knows_the_header", [True, False])
def test_after_signing_out_no_desk_opens_without_network(esi: Desk, knows_the_header: bool) -> None:
    if not knows_the_header:
        esi.context.route("**/sign-out/", without_the_header)
    sign_out(esi.page)
    expect(esi.page.get_by_role("heading", name="Sign in")).to_be_visible()
    wait_for(lambda: "Ferro" not in (kept := esi.kept()) and "onrecord:" not in kept)
    esi.context.set_offline(True)
    with pytest.raises(Error, match="ERR_"):
        esi.page.goto(esi.place.desk)


@pytest.mark.parametrize("knows_the_header", [True, False])
def test_signing_out_asks_where_lines_wait_and_then_takes_them_along(esi: Desk, knows_the_header: bool) -> None:
    if not knows_the_header:
        esi.context.route("**/sign-out/", without_the_header)
    say_in_vain(esi)
    esi.page.once("dialog", lambda dialog: dialog.dismiss())
    with esi.page.expect_event("dialog") as asked:
        esi.page.get_by_role("button", name="Sign out").click()
    assert "has not been sent" in asked.value.message
    expect(esi.page.locator("#waiting li")).to_have_count(1)
    assert LINE in esi.kept()
    esi.page.once("dialog", lambda dialog: dialog.accept())
    sign_out(esi.page)
    wait_for(lambda: LINE not in esi.kept())
    esi.context.unroute("**/desk/transcribe/acts/")
    sign_in(esi.page, esi.place, "Esi Moran")
    esi.page.goto(esi.place.desk)
    expect(esi.page.locator("#text")).to_be_focused()
    esi.say("Typed after it.", "1")
    esi.saved()
    assert record_of(esi) == ["Sent at once.", "Typed after it."]


def test_a_desk_in_another_tab_closes_with_it(esi: Desk) -> None:
    say_in_vain(esi)
    other = esi.context.new_page()
    other.goto(f"{esi.place.server}/desk/")
    other.on("dialog", lambda dialog: dialog.accept())
    sign_out(other)
    esi.page.wait_for_url("**/sign-in/**")
    wait_for(lambda: LINE not in esi.kept())


def test_a_desk_kept_for_a_reload_opens_for_nobody_but_who_is_signed_in(esi: Desk) -> None:
    esi.page.evaluate("localStorage.removeItem('onrecord:person')")
    esi.context.set_offline(True)
    esi.page.goto(esi.place.desk)
    expect(esi.page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    expect(esi.page.locator("#speakers")).to_be_hidden()
    expect(esi.page.locator("#text")).to_be_hidden()
    expect(esi.page.get_by_text("Signed in as Esi Moran")).to_be_hidden()
    esi.context.set_offline(False)
    esi.page.get_by_role("main").get_by_role("link", name="Sign in").click()
    expect(esi.page.locator("#people")).to_contain_text("Esi Moran is here")


def test_whoever_signs_in_next_neither_sees_nor_sends_what_the_one_before_typed(esi: Desk) -> None:
    say_in_vain(esi)
    esi.context.clear_cookies()
    chiara = esi.context.new_page()
    sign_in(chiara, esi.place, "Chiara Okoye")
    expect(esi.page.locator("#people")).to_contain_text("Chiara Okoye is here")
    esi.context.unroute("**/desk/transcribe/acts/")
    esi.page.reload()
    expect(esi.page.locator("#text")).to_be_focused()
    expect(esi.page.locator("#waiting li")).to_have_count(0)
    esi.say("Chiara's own.", "1")
    esi.saved()
    assert record_of(esi) == ["Sent at once.", "Chiara's own."]
    esi.context.clear_cookies()
    sign_in(chiara, esi.place, "Esi Moran")
    expect(esi.page.locator("#people")).to_contain_text("Esi Moran is here")
    esi.saved()
    assert record_of(esi) == ["Sent at once.", "Chiara's own.", LINE]
