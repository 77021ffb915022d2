"""A database that came back from a copy sends nothing that the original may have sent, until somebody says so."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord.post import acts
from onrecord.record.acts.continuing import continue_log
from onrecord.record.models import Log
from tests import cast, forking
from tests.post.letters import ids, note, send, state
from tests.server import environment, furnish, onrecord, serving
from tests.smtp import Post, post
from tests.waiting import wait_for

WRITE = """
import sys
from onrecord.cli.installation import set_up
set_up()
from tests import cast
from tests.post.letters import note
from onrecord.post.models import Letter
from onrecord.record.models import Log
log = Log.objects.first() or cast.edition().log
print(*[note(log).message_id for _ in sys.argv[1:]])
"""
SEND = """
from onrecord.cli.installation import set_up
set_up()
from onrecord.post import acts
from onrecord.post.models import Letter
for letter in Letter.objects.filter(state="failed"):
    acts.send_again(letter)
"""
URL = {"ONRECORD_URL": "http://press.example.org"}


def run(home: Path, code: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-c", code, *arguments]
    furnish(home)
    return forking.run(command, env=environment(home, **URL), check=True, capture_output=True, text=True).stdout.split()


@pytest.mark.sqlite
def test_what_a_backup_has_is_not_sent_again_by_the_home_it_is_restored_into(tmp_path: Path) -> None:
    home, again = tmp_path / "home", tmp_path / "again"
    before = run(home, WRITE, "first", "second")
    assert onrecord(home, "backup", tmp_path / "copy", "--keys", tmp_path / "keys", **URL).returncode == 0
    with post() as server:
        mail = URL | {"ONRECORD_MAIL": f"smtp://127.0.0.1:{server.port}"}
        with serving(home, **mail):
            wait_for(lambda: server.mails.qsize() == 2)
        assert ids(server) == before
        restored = onrecord(again, "restore", tmp_path / "copy", "--keys", tmp_path / "keys", "--nothing-newer", **URL)
        assert "they may have been sent since: 2 letters" in restored.stderr
        with serving(again, **mail):
            new = run(again, WRITE, "third")
            wait_for(lambda: server.mails.qsize() == 1)
            assert ids(server) == new
            run(again, SEND)
            wait_for(lambda: server.mails.qsize() == 2)
        assert sorted(ids(server)) == sorted(before), "under the Message-IDs they have always had"


def test_a_copied_database_holds_its_letters_until_somebody_says_what_was_published(
    log: Log, server: Post, settings: Any
) -> None:
    of_the_log, of_all = note(log), note(None)
    shutil.rmtree(settings.ONRECORD_KEYS / "heads")
    send()
    assert {state(one)[:2] for one in (of_the_log, of_all)} == {("failed", "restored")}
    continue_log(log)
    send()
    assert not server.taken() and of_the_log.is_kept
    acts.send_again(of_all)
    send()
    assert ids(server) == [of_all.message_id] and state(of_the_log)[0] == "failed"


def test_one_log_that_waits_holds_no_letter_of_another(log: Log, server: Post, settings: Any) -> None:
    other = cast.edition("14").log
    held, of_other, of_all = note(log), note(other), note(None)
    for file in (settings.ONRECORD_KEYS / "heads").iterdir():
        file.unlink()
    continue_log(other)
    send()
    assert ids(server) == [of_other.message_id, of_all.message_id]
    assert state(held)[:2] == ("failed", "restored")
    later = note(log)
    assert acts.hold_what_came_back() == 1 and state(later)[:2] == ("failed", "restored")
