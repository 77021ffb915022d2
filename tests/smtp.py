"""A mail server of the tests' own: it takes what is posted to it, and remembers who said which password."""

from __future__ import annotations

import base64
import email
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from queue import Queue

Answers = Callable[[str], str | Iterator[str] | None]
"""What it says to a line instead of what it says usually, all at once or bit by bit; “END” is the end of a letter. None: as
usual. It may hang, too."""


class Post(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1; `mails` come in as they are sent, `passwords` as they are told."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *, port: int = 0, refuses: bool = False, answers: Answers | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.mails: Queue[Message] = Queue()
        self.passwords: Queue[str] = Queue()
        self.refuses = refuses
        self.answers: Answers = answers or (lambda line: None)
        self.conversations = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def taken(self) -> list[Message]:
        """The mails so far, which it then forgets."""
        return [self.mails.get_nowait() for _ in range(self.mails.qsize())]

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever talks to it may be killed at any moment."""


class _Conversation(socketserver.StreamRequestHandler):
    server: Post

    def handle(self) -> None:
        self.server.conversations += 1
        self._say(self.server.answers("HELLO") or "220 post")
        while line := self.rfile.readline().decode().strip():
            if said := self.server.answers(line):
                self._say(said)
                if isinstance(said, str) and said.startswith("421"):
                    return
                continue
            match line.split()[0].upper():
                case "EHLO":
                    self._say("250-post\r\n250 AUTH PLAIN")
                case "AUTH":
                    self.server.passwords.put(base64.b64decode(line.split()[2]).decode().split("\0")[2])
                    self._say(f"535 no, {line}" if self.server.refuses else "235 welcome")
                case "DATA":
                    self._say("354 go on")
                    self._take()
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 yes")

    def _take(self) -> None:
        lines = []
        while (one := self.rfile.readline()) != b".\r\n":
            lines.append(one)
        said = self.server.answers("END") or "250 taken"
        if isinstance(said, str) and said.startswith("2"):
            self.server.mails.put(email.message_from_bytes(b"".join(lines)))
        self._say(said)

    def _say(self, words: str | Iterator[str]) -> None:
        for some in [words] if isinstance(words, str) else words:
            self.wfile.write(f"{some}\r\n".encode())


@contextmanager
def post(*, port: int = 0, refuses: bool = False, answers: Answers | None = None) -> Iterator[Post]:
    """The server, for as long as the block lasts; one that `refuses` every password, and repeats it as it does."""
    with Post(port=port, refuses=refuses, answers=answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


BITS = 150


def bit_by_bit(code: str, said: list[str]) -> Iterator[str]:
    """An answer that takes three seconds, and never so long for a line that somebody would stop waiting; `said` so far."""
    for _ in range(BITS):
        said.append(code)
        yield f"{code}-a moment"
        time.sleep(0.02)
    yield f"{code} AUTH PLAIN"
