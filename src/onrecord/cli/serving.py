"""`onrecord serve`: the real thing on one machine."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import resource
import signal
import socket
from collections.abc import Iterator
from typing import Annotated, Any, cast

import typer
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from onrecord.cli.installation import collect_static, configured, console, fail, set_up
from onrecord.cli.people import greet_first
from onrecord.live.protocol import CONNECTION
from onrecord.web.config import names_url
from onrecord.web.home import serving_at

Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 means all addresses.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 picks a free one.")]


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the pages, the live stream and the logs. Without ONRECORD_URL, the public address is the one listened on."""
    listening = listen(host, port)
    address = f"http://{shown(host)}:{listening.getsockname()[1]}"
    named = names_url(os.environ)
    with contextlib.nullcontext() if named else serving_at(configured().home, address):
        set_up()
        collect_static()
        greet_first()
        if warning := unknown_proxy(host):
            console.print(warning, soft_wrap=True)
        console.print(f"Serving at {address}/ · Press Ctrl+C to stop")
        Server().run(sockets=[listening])


class Server(uvicorn.Server):
    """uvicorn with our application and the clock, ending its streams when it is asked to stop."""

    def __init__(self) -> None:
        from django.conf import settings

        from onrecord.keeping.chores import Clock
        from onrecord.web.asgi import application, live

        self._live = live
        self._clock = Clock()
        super().__init__(
            uvicorn.Config(
                application,
                http=Connection,
                ws="none",
                lifespan="off",
                log_level="warning",
                access_log=False,
                timeout_keep_alive=75,  # longer than a proxy in front keeps its own connections
                timeout_graceful_shutdown=2,
                proxy_headers=True,
                forwarded_allow_ips=settings.ONRECORD_TRUSTED_PROXIES,
                server_header=False,
            )
        )

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until asked to stop, with as many open files as the system allows and few pauses to collect garbage."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != hard:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        with _interrupted_later():
            gc.collect()
            gc.freeze()
            gc.set_threshold(100_000, 50, 100)
        self._clock.start()
        try:
            super().run(sockets)
        finally:
            self._clock.stop()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams and waits, then everything else."""
        await self._live.close()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """End as after Ctrl+C; may be called from another thread."""
        self.should_exit = True


@contextlib.contextmanager
def _interrupted_later() -> Iterator[None]:
    """Ctrl+C raises an exception wherever the program is; in the garbage collector it would be lost, so it waits."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


HEAD = 64 * 2**10
"""Bytes of a request before its body."""
PATIENCE = 20.0
"""Seconds for these bytes."""
STALLED = 60.0
"""Seconds after which a client that takes nothing of its answer is cut off."""


class Connection(HttpToolsProtocol):
    """uvicorn's connection, which the live record may write to without a detour, and cut off; see `live.protocol`.

    It ends where the head of a request is too long or too slow, or the client stops reading.
    """

    _beginning: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._beginning = self.loop.call_later(PATIENCE, self.abort)

    def data_received(self, data: bytes) -> None:
        if self._between_requests() and self._beginning is None:
            self._beginning = self.loop.call_later(PATIENCE, self.abort)
        if self._beginning:
            self._head += len(data)
        super().data_received(data)
        if self._beginning and self._head > HEAD:
            self.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {CONNECTION: cast(Any, self)}

    def on_headers_complete(self) -> None:
        self._head = 0
        self._no_longer_beginning()
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(STALLED, self.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._no_longer_stalled()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._no_longer_beginning()
        self._no_longer_stalled()

    def _no_longer_beginning(self) -> None:
        if self._beginning:
            self._beginning.cancel()
            self._beginning = None

    def _no_longer_stalled(self) -> None:
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None

    def _between_requests(self) -> bool:
        return self.cycle is None or (self.cycle.response_complete and not self.cycle.more_body)

    def push(self, chunk: bytes) -> bool:
        if self.flow.write_paused or self.transport.is_closing():
            return False
        self.transport.write(chunk)
        return True

    def abort(self) -> None:
        self.transport.abort()


def listen(
    host: str, port: int, *, another: str = "Choose another with --port, or use --port 0 for a free one."
) -> socket.socket:
    """A socket that listens, before anything else is done, so that a taken port is told at once, and how to take `another`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        with contextlib.suppress(OSError):
            listening.close()
        fail(f"can't listen on {host} port {port}: {error.strerror}. {another}")
    listening.listen(2048)  # from here on connections wait instead of being refused
    listening.set_inheritable(True)
    return listening


def unknown_proxy(host: str) -> str:
    """What to say where the settings mean that a proxy on another machine is in front, and none is named."""
    from django.conf import settings

    if settings.ONRECORD_PROXIES_NAMED or not settings.HTTPS or host in ("127.0.0.1", "::1", "localhost"):
        return ""
    return (
        "Warning: ONRECORD_URL begins with https://, so a proxy must be in front of this server. If the proxy is on another "
        "machine, set ONRECORD_TRUSTED_PROXIES to its address. Until you do, all visitors share one limit for signing in."
    )


def shown(host: str) -> str:
    """The host as a person would type it."""
    plain = f"[{host}]" if ":" in host else host
    return {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "[::]": "localhost"}.get(plain, plain)  # noqa: S104
