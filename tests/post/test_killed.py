"""Whoever sends is killed, or isn't alone: no letter is lost, and none goes twice but in the one moment that can't be known."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from onrecord.record.models import Log
from tests import forking
from tests.post.letters import ids, note, send, state
from tests.server import environment, furnish
from tests.smtp import Post, post
from tests.waiting import PATIENCE

WORKS = """
import sys
from onrecord.cli.installation import set_up
set_up()
from onrecord.post.models import Letter
from tests.post.letters import Clock, note, send
if not Letter.objects.exists():
    note()
print("working", flush=True)
for minutes in sys.argv[1:]:
    clock = Clock()
    clock.forward(minutes=float(minutes))
    send(clock)
    print(minutes, *Letter.objects.values_list("state", "reason"))
"""


def work(home: Path, server: Post, *arguments: str) -> forking.Process:
    settings = environment(home, ONRECORD_MAIL=f"smtp://127.0.0.1:{server.port}")
    furnish(home)
    worker = forking.Process([sys.executable, "-c", WORKS, *arguments], env=settings, stdout=subprocess.PIPE, text=True)
    assert worker.stdout and worker.stdout.readline() == "working\n"
    return worker


def came_of(worker: forking.Process) -> str:
    with worker:
        assert worker.stdout
        return worker.stdout.read().strip()  # `communicate` loses what was read ahead with the first line


@pytest.mark.sqlite
@pytest.mark.parametrize(("at", "twice"), [("RCPT", False), ("DATA", False), ("END", True)])
def test_a_letter_whose_sender_is_killed_is_sent_by_the_next_one_when_the_lease_ends(
    at: str, twice: bool, tmp_path: Path
) -> None:
    dead = threading.Event()
    begun: list[forking.Process] = []

    def kill(line: str) -> None:
        if line.upper().startswith(at) and not dead.is_set():
            os.kill(begun[0].pid, signal.SIGKILL)
            begun[0].wait(PATIENCE)
            dead.set()

    with post() as server:
        go_on = threading.Event()
        server.answers = lambda line: (go_on.wait(PATIENCE) and kill(line)) or None
        begun.append(work(tmp_path, server, "0"))
        go_on.set()
        assert dead.wait(PATIENCE)
        came_of(begun[0])
        said = came_of(work(tmp_path, server, "14", "16", "32"))
        assert said.splitlines() == ["14 ('sending', '')", "16 ('sent', '')", "32 ('sent', '')"]
        sent = ids(server)
    assert len(sent) == (2 if twice else 1) and len(set(sent)) == 1


def test_two_who_send_at_the_same_time_send_each_letter_once(log: Log, server: Post) -> None:
    both = threading.Barrier(2)
    server.answers = lambda line: str(both.wait(PATIENCE)) and None if line == "HELLO" else None
    letters = [note(log, to=f"reader.{number}@example.org") for number in range(40)]

    def send_beside() -> None:
        try:
            send()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for one in [threads.submit(send_beside), threads.submit(send_beside)]:
            one.result(PATIENCE)
    assert sorted(ids(server)) == sorted(one.message_id for one in letters)
    assert {state(one) for one in letters} == {("sent", "", 1)}
