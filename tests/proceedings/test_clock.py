"""Embargoes open by the server's clock, by themselves: real servers, nobody who asks for a page."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from onrecord.keeping import keys, sealing
from onrecord.keeping.chores import Clock
from onrecord.keeping.errors import KeysUnusable
from onrecord.proceedings import entries as record
from onrecord.record import openings
from onrecord.record.entry import Leaf
from onrecord.record.models import Log
from onrecord.tlog.tiles import bundle_path, decode_bundle
from tests import cast
from tests.proceedings.embargo import ANOTHER, OPENED, PATH, WORDS, embargo
from tests.server import Running, serving
from tests.waiting import PATIENCE, slowness, wait_for
from tests.words import answer


def test_an_embargo_opens_at_its_time_and_not_before(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        until = embargo(tmp_path, seconds=5)
        assert opened_at(address) >= until
        assert size(address) == OPENED + 2
        assert [at >= until for at in recorded(address)[OPENED:]] == [True, True]


def test_what_was_due_while_the_server_was_down_opens_as_it_starts(tmp_path: Path) -> None:
    until = embargo(tmp_path, seconds=1.5)
    time.sleep(max(until - time.time(), 0))
    with serving(tmp_path) as address:
        opened_at(address)
        assert size(address) == OPENED + 2


def test_two_servers_open_once_what_is_due(tmp_path: Path) -> None:
    servers = [Running(tmp_path), Running(tmp_path)]
    try:
        embargo(tmp_path, seconds=5)
        for server in servers:
            opened_at(server.address)
        time.sleep(1.5)  # longer than a tick of either clock
        assert [size(server.address) for server in servers] == [OPENED + 2] * 2
    finally:
        took = [server.stop() for server in servers]
    assert max(took) < 5 * slowness(), "a clock keeps its server from ending"


def test_a_log_that_cannot_be_written_keeps_no_other_from_opening(transactional_db: None) -> None:
    broken, sound = cast.edition("13").log, cast.edition("14").log
    for log in (broken, sound):
        record.start_session(log)
        record.set_hold(log, seconds=300)
        record.speak(log, answer("The bus line opens in March."))
    Log.objects.filter(pk=broken.pk).update(verifier_key=sound.verifier_key)
    with pytest.raises(KeysUnusable):
        record.open_due(now=2**45)
    assert set(openings.contents_of(sound, [3])) == {3}
    assert set(openings.contents_of(broken, [3])) == set()


def test_an_erasure_cut_short_before_the_old_key_was_destroyed_is_ended(transactional_db: None) -> None:
    log = cast.edition("13").log
    sealing.wrapping(keys.OPENINGS).add()  # as far as a server came that was killed then
    clock = Clock()
    clock.start()
    try:
        wait_for(lambda: len(sealing.wrapping(keys.OPENINGS).keys) == 1)
    finally:
        clock.stop()
    assert set(openings.contents_of(log, [0])) == {0}


def opened_at(address: str) -> float:
    """When both utterances were first seen to be public, in seconds since 1970."""
    wait_for(lambda: {status(address, f"open/{index}") for index in (WORDS, ANOTHER)} == {200})
    return time.time()


def status(address: str, what: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}{PATH}{what}", timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def recorded(address: str) -> list[float]:
    """When each entry was recorded, by the log itself."""
    width = size(address)
    with urllib.request.urlopen(f"{address}{PATH}{bundle_path(0, width)}", timeout=PATIENCE) as answer:
        return [Leaf.decode(entry).at / 1000 for entry in decode_bundle(answer.read(), width)]


def size(address: str) -> int:
    """How many entries the log has."""
    with urllib.request.urlopen(f"{address}{PATH}checkpoint", timeout=PATIENCE) as answer:
        return int(answer.read().decode().splitlines()[1])
