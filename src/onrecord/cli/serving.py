"""`onrecord serve`: the real thing on one machine."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from types import FrameType
from typing import Annotated

import typer
import uvicorn

from onrecord.cli.installation import collect_static, console, fail, forget_sessions, set_up
from onrecord.cli.people import greet_first

Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")]


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the pages, the stream and the logs."""
    listening = listen(host, port)
    set_up()
    collect_static()
    forget_sessions()
    greet_first()
    console.print(f"Serving at http://{shown(host)}:{listening.getsockname()[1]}/ · stop with Ctrl+C")
    server = Server()
    asyncio.run(server.serve(sockets=[listening]))


class Server(uvicorn.Server):
    """uvicorn with our application, ending its streams when it is asked to stop."""

    def __init__(self) -> None:
        from onrecord.web.asgi import application

        self._streams = application
        super().__init__(
            uvicorn.Config(
                application,
                lifespan="off",
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=3,
                proxy_headers=True,
                server_header=False,
            )
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._streams.close()
        super().handle_exit(sig, frame)

    def stop(self) -> None:
        """End as after Ctrl+C; may be called from another thread."""
        self._streams.close()
        self.should_exit = True


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, before anything else is done, so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        with contextlib.suppress(OSError):
            listening.close()
        fail(
            f"can't listen on {host} port {port}: {error.strerror}. Name another with --port, or --port 0 for a free one."
        )
    listening.listen(2048)  # from here on connections wait instead of being refused
    listening.set_inheritable(True)
    return listening


def shown(host: str) -> str:
    """The host as a person would type it."""
    return {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104
