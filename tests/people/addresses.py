"""Who may open the addresses of signing in and of the installation."""

from __future__ import annotations

from onrecord.events.models import Edition
from onrecord.people import links
from tests import cast
from tests.addresses import MAY_ADMINISTER_ALL, NOBODY, SIGNED_IN, Desk, Open, Post


def _with_a_link(_edition: Edition) -> str:
    return "/sign-in/link/?token=" + links.sign_in_link(cast.person("Yusuf Adeyemi")).partition("token=")[2]


ADDRESSES = {
    "sign-in/": Open("/sign-in/", dict.fromkeys(SIGNED_IN, 302)),
    "sign-in/code/": Open("/sign-in/code/", otherwise=302),
    "sign-in/link/": Open(_with_a_link),
    "sign-in/join/": Open("/sign-in/join/", dict.fromkeys(SIGNED_IN, 302)),
    "sign-in/first/": Open("/sign-in/first/", otherwise=410),
    "sign-in/factor/": Open("/sign-in/factor/", otherwise=302),
    "sign-out/": Open("/sign-out/", otherwise=200, status={NOBODY: 302}),
    "desk/language/": Post("/desk/language/", SIGNED_IN, {"language": "en"}),
    "mail/": Open("/mail/", otherwise=404),
    "desk/journal/": Desk("/desk/journal/", MAY_ADMINISTER_ALL),
    "desk/journal.csv": Desk("/desk/journal.csv", MAY_ADMINISTER_ALL),
    "desk/letters/": Desk("/desk/letters/", MAY_ADMINISTER_ALL),
    "desk/account/": Desk("/desk/account/", SIGNED_IN),
    "desk/account/confirm/": Desk("/desk/account/confirm/", SIGNED_IN),
    "desk/account/app/": Desk("/desk/account/app/", SIGNED_IN),
    "desk/account/passkey/": Desk("/desk/account/passkey/", SIGNED_IN),
    "desk/account/codes/": Post("/desk/account/codes/", SIGNED_IN),
    "desk/account/remove/<number:factor>/": Post("/desk/account/remove/1/", SIGNED_IN),
    "desk/account/sessions/": Post("/desk/account/sessions/", SIGNED_IN),
}
