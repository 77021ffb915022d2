"""Somebody at the desk of a running server, and a reader who asks: what browsers send."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

from onrecord.record.entry import rfc3339
from tests.leaks.building import RESTRICTED
from tests.waiting import PATIENCE


class Browser:
    """One of its own, with its cookies."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self._ask(urllib.request.Request(self._address + path))

    def post(self, path: str, fields: dict[str, str]) -> str:
        """A form, with the hidden fields of the page that it stands on."""
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.get(path)))
        return self._ask(urllib.request.Request(self._address + path, urlencode(hidden | fields).encode()))

    def act(self, desk: str, **act: Any) -> dict[str, Any]:
        """One act of the desk, as its page sends it; returns what was answered."""
        token = json.loads(self.get(desk + "state/"))["token"]
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        sent = urllib.request.Request(f"{self._address}{desk}acts/", json.dumps({"acts": [act]}).encode(), headers)
        found: dict[str, Any] = json.loads(self._ask(sent))["answers"][0]
        return found

    def _ask(self, request: urllib.request.Request) -> str:
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return str(answer.read().decode())


def work(address: str, link: str, edition: str) -> None:
    """Whoever `link` signs in types words under every rule, refused ones too, and a reader asks for a correction."""
    officer, desk = Browser(address), edition + "desk/transcribe/"
    officer.post(link, {})

    def say(kind: str, **more: Any) -> dict[str, Any]:
        return officer.act(desk, act="say", text=f"A {RESTRICTED[kind]}.", **more)

    until = rfc3339(int((time.time() + 7200) * 1000))
    officer.act(desk, act="rule", rule="on the record", sentence="This is embargoed.", until=until)
    assert "index" in say("typed under an embargo")
    assert "refused" in say("typed and refused", start_ms=-1)
    officer.act(desk, act="off")
    assert "off_since" in say("typed off the record")
    officer.act(desk, act="back")
    officer.act(desk, act="rule", rule="on the record", sentence="Everything may be quoted by name.")
    index = officer.act(desk, act="say", text="A siskin, for all to read.")["index"]
    asked = {"passage": "asked: the passage", "reason": "asked: why", "contact": "asked: by whom"}
    answer = Browser(address).post(
        f"{edition}u/{index}/ask/", {field: RESTRICTED[kind] for field, kind in asked.items()}
    )
    assert not any(RESTRICTED[kind] in answer for kind in asked.values())  # it was taken, not shown again
