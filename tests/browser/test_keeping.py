"""What waits at a desk is safe in the browser when the desk says so, and the desk says so when it is not."""

from __future__ import annotations

import contextlib
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk, begin, record_of, sign_in
from tests.browser.opening import Place
from tests.waiting import wait_for

LINES = [f"Without network, sentence {number}." for number in range(20)]
SAFE = re.compile(rf"No network since .* · {len(LINES)} passages waiting · safe in this browser$")


@pytest.fixture
def esi(chromium: Browser, place: Place) -> Iterator[Desk]:
    """Esi Moran at her desk with a session running and everything saved."""
    desk = Desk(chromium.new_context(), place, "Esi Moran")
    begin(desk, hold=0)
    desk.saved()
    yield desk
    desk.context.close()
    assert not desk.faults


def kill(profile: Path) -> None:
    """kill -9 to the browser that has this profile."""
    processes = having(profile)
    assert processes
    for process in processes:
        os.kill(process, signal.SIGKILL)
    wait_for(lambda: not having(profile))


def having(profile: Path) -> list[int]:
    """The browser's processes, as long as they run."""
    processes = []
    for arguments in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"--user-data-dir={profile}".encode() in arguments.read_bytes().split(b"\0"):
                processes.append(int(arguments.parent.name))
    return processes


def test_a_killed_browser_loses_no_line_that_waits(
    chromium: Browser, launching: dict[str, Any], place: Place, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    esi = Desk(chromium.browser_type.launch_persistent_context(profile, **launching), place, "Esi Moran")
    begin(esi, hold=0)
    esi.say("Sent at once.", "1")
    esi.saved()
    esi.context.set_offline(True)
    for line in LINES[:-1]:
        esi.say(line)
    expect(esi.page.locator("#saved")).to_contain_text("safe in this browser")
    esi.say(LINES[-1])
    expect(esi.page.locator("#saved")).to_have_text(SAFE)
    kill(profile)

    esi.context = chromium.browser_type.launch_persistent_context(profile, **launching)
    esi.page = esi.context.new_page()
    sign_in(esi.page, esi.place, "Esi Moran")  # a browser that dies may forget that one was signed in
    esi.page.goto(place.desk)
    esi.saved()
    assert record_of(esi) == ["Sent at once.", *LINES]
    esi.context.close()


def test_a_second_tab_takes_over_what_waits_and_doubles_nothing(esi: Desk) -> None:
    esi.context.set_offline(True)
    for line in LINES:
        esi.say(line, "1")
    expect(esi.page.locator("#saved")).to_have_text(SAFE)
    esi.context.route("**/desk/transcribe/acts/", lambda route: route.abort())
    esi.context.set_offline(False)
    first, esi.page = esi.page, esi.context.new_page()
    esi.page.goto(esi.place.desk)
    expect(esi.page.get_by_text("The desk is open in another tab of this browser.")).to_be_visible()
    first.close()
    expect(esi.page.locator("#waiting li")).to_have_count(len(LINES))
    esi.context.unroute("**/desk/transcribe/acts/")
    esi.saved()
    assert record_of(esi) == LINES


def test_where_no_room_is_left_the_desk_says_that_nothing_is_safe(chromium: Browser, place: Place) -> None:
    context = chromium.new_context(service_workers="block")  # the page that it keeps would take the room
    storage = context.new_cdp_session(context.new_page())
    storage.send("Storage.overrideQuotaForOrigin", {"origin": place.server, "quotaSize": 100_000})
    esi = Desk(context, place, "Esi Moran")
    begin(esi, hold=0)
    esi.saved()
    context.set_offline(True)
    esi.say(LINES[0], "1")
    expect(esi.page.locator("#saved")).to_have_text(re.compile(r"1 passage waiting · safe in this browser$"))
    esi.page.keyboard.insert_text("Much is said. " * 14_000)
    esi.press("Enter")
    expect(esi.page.locator("#saved")).to_have_text(re.compile(r"2 passages waiting · This browser has no space left"))
    storage.send("Storage.overrideQuotaForOrigin", {"origin": place.server})
    esi.say(LINES[1])
    expect(esi.page.locator("#saved")).to_have_text(re.compile(r"3 passages waiting · safe in this browser$"))
    context.close()
    assert not esi.faults


def test_where_the_browser_refuses_the_desk_says_that_nothing_is_safe_and_works(esi: Desk) -> None:
    refuse = "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }"
    esi.context.add_init_script(refuse)
    esi.page.reload()
    expect(esi.page.locator("#saved")).to_contain_text("This browser does not store anything")
    esi.context.set_offline(True)
    esi.say(LINES[0], "1")
    expect(esi.page.locator("#saved")).to_have_text(
        re.compile("1 passage waiting · This browser does not store anything")
    )
    esi.context.set_offline(False)
    expect(esi.page.locator("#waiting")).to_be_hidden()
    assert record_of(esi) == LINES[:1]


def test_what_waits_is_written_again_where_somebody_clears_the_sites_data(esi: Desk) -> None:
    esi.context.set_offline(True)
    esi.say(LINES[0])
    expect(esi.page.locator("#saved")).to_contain_text("safe in this browser")
    storage = esi.context.new_cdp_session(esi.page)
    storage.send("Storage.clearDataForOrigin", {"origin": esi.place.server, "storageTypes": "indexeddb,local_storage"})
    wait_for(lambda: LINES[0] in esi.kept())
    expect(esi.page.locator("#saved")).to_contain_text("safe in this browser")


def test_without_the_browsers_promise_the_desk_says_that_it_may_be_deleted(esi: Desk) -> None:
    esi.context.add_init_script("navigator.storage.persist = async () => false")
    esi.page.reload()
    expect(esi.page.locator("#people")).to_contain_text("is here")
    esi.context.set_offline(True)
    esi.say(LINES[0])
    expect(esi.page.locator("#saved")).to_contain_text(
        "stored in this browser, which may delete it if the disk is full"
    )
