"""Whoever opens editions for the desk's tests, in a process of their own: `python -m tests.browser.opening`.

Each line of standard input is a wish, each line of standard output its answer: `edition` (the slug of a new one, on which
an Esi Moran transcribes and a Chiara Okoye runs the press office), `link SLUG NAME…` (a path that signs them in, once),
`session SLUG NAME…` (what a browser keeps in which they have signed in).
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests import forking
from tests.server import environment, furnish
from tests.waiting import PATIENCE

SERIES = "regional-media"


class Opening:
    """The same, for tests."""

    def __init__(self, home: Path) -> None:
        self.home = home
        furnish(home)
        self._process = forking.Process(
            [sys.executable, "-m", "tests.browser.opening"],
            env=environment(home, PYTHONPATH=os.pathsep.join(sys.path)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self._told() == "ready"

    def __enter__(self) -> Opening:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def edition(self, server: str) -> Place:
        """A new one, as the server at that address shows it."""
        return Place(self, server, self.ask("edition"))

    def ask(self, wish: str) -> str:
        assert self._process.stdin
        self._process.stdin.write(wish + "\n")
        return self._told()

    def _told(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@dataclass(frozen=True)
class Place:
    """One edition on a running server, with nothing said yet."""

    opening: Opening
    server: str
    slug: str

    @property
    def edition(self) -> str:
        return f"{self.server}/{SERIES}/{self.slug}/"

    @property
    def desk(self) -> str:
        return f"{self.edition}desk/transcribe/"

    @property
    def home(self) -> Path:
        return self.opening.home

    def link(self, who: str) -> str:
        """Where `who` may sign in, once."""
        return self.server + self.opening.ask(f"link {self.slug} {who}")

    def signed_in(self, who: str) -> dict[str, str]:
        """The cookie of a browser in which `who` has signed in."""
        name, value = self.opening.ask(f"session {self.slug} {who}").split()
        return {"name": name, "value": value, "url": self.server}


def main() -> None:
    from onrecord.cli.installation import set_up

    set_up()
    from django.conf import settings
    from django.test import Client

    from onrecord.events import acts
    from onrecord.people.acts import welcome
    from onrecord.people.links import sign_in_link
    from onrecord.record.contents import EditionOpened

    def address(name: str, slug: str) -> str:
        return f"{name.lower().replace(' ', '.')}.{slug}@example.org"

    series = acts.start_series(slug=SERIES, title="Press conference for regional media")
    numbers = count(1)
    print("ready", flush=True)
    for line in sys.stdin:
        match line.split():
            case ["edition"]:
                slug = str(next(numbers))
                content = EditionOpened(series=series.title, title=f"Edition {slug}", languages=["en", "de"])
                edition = acts.open_edition(series, slug=slug, content=content)
                for name, role in (("Esi Moran", "transcriber"), ("Chiara Okoye", "press-officer")):
                    acts.appoint(
                        edition, person=welcome(email=address(name, slug), name=name, by=None), role=role, by=None
                    )
                print(slug, flush=True)
            case ["link", slug, *name]:
                link = sign_in_link(welcome(email=address(" ".join(name), slug), by=None))
                print("/sign-in/link/?" + link.partition("?")[2], flush=True)
            case ["session", slug, *name]:
                client = Client()
                client.force_login(welcome(email=address(" ".join(name), slug), by=None))
                cookie = client.cookies[settings.SESSION_COOKIE_NAME]
                print(cookie.key, cookie.value, flush=True)


if __name__ == "__main__":
    main()
