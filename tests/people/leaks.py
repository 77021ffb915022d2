"""What signing in lets out."""

from __future__ import annotations

from collections.abc import Callable

from tests.leaks.place import Place, page

WAYS: dict[str, Callable[[Place], bytes]] = {
    "sign-in/": page("/sign-in/"),
    "sign-in/code/": page("/sign-in/code/"),
    "sign-in/link/": page("/sign-in/link/?token=x"),
    "sign-in/join/": page("/sign-in/join/"),
    "sign-in/first/": page("/sign-in/first/"),
    "sign-in/factor/": page("/sign-in/factor/"),
    "sign-out/": page("/sign-out/"),
    "mail/": page("/mail/"),
}
