"""A mail server of the tests' own: it takes what is posted to it, and remembers who said which password."""

from __future__ import annotations

import base64
import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from queue import Queue


class Post(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1; `mails` come in as they are sent, `passwords` as they are told."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *, refuses: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: Queue[Message] = Queue()
        self.passwords: Queue[str] = Queue()
        self.refuses = refuses

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Conversation(socketserver.StreamRequestHandler):
    server: Post

    def handle(self) -> None:
        self._say("220 post")
        while line := self.rfile.readline().decode().strip():
            match line.split()[0].upper():
                case "EHLO":
                    self._say("250-post\r\n250 AUTH PLAIN")
                case "AUTH":
                    self.server.passwords.put(base64.b64decode(line.split()[2]).decode().split("\0")[2])
                    self._say(f"535 no, {line}" if self.server.refuses else "235 welcome")
                case "DATA":
                    self._say("354 go on")
                    lines = []
                    while (one := self.rfile.readline()) != b".\r\n":
                        lines.append(one)
                    self.server.mails.put(email.message_from_bytes(b"".join(lines)))
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 yes")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def post(*, refuses: bool = False) -> Iterator[Post]:
    """The server, for as long as the block lasts; one that `refuses` every password, and repeats it as it does."""
    with Post(refuses=refuses) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
