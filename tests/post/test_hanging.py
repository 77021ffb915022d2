"""A mail server that hangs delays letters, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.proceedings.embargo import PATH, WORDS, embargo
from tests.server import environment, serving
from tests.smtp import post
from tests.waiting import PATIENCE, wait_for

WRITE = "from onrecord.cli.installation import set_up; set_up(); from tests.post.letters import note; note()"


@pytest.mark.sqlite
def test_what_must_be_on_time_is_on_time_while_the_mail_server_hangs(tmp_path: Path) -> None:
    hangs, over = threading.Event(), threading.Event()

    def hang(line: str) -> None:
        if line == "END":
            hangs.set()
            over.wait(10 * PATIENCE)

    subprocess.run([sys.executable, "-c", WRITE], env=environment(tmp_path), check=True)
    with (
        post(answers=hang) as server,
        serving(tmp_path, ONRECORD_MAIL=f"smtp://127.0.0.1:{server.port}") as address,
    ):
        assert hangs.wait(PATIENCE)
        until = embargo(tmp_path, seconds=1)
        wait_for(lambda: is_public(address))
        assert time.time() >= until and not server.mails.qsize()
        over.set()
        wait_for(lambda: server.mails.qsize() == 1)


def is_public(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}{PATH}open/{WORDS}", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        error.close()
        return False
