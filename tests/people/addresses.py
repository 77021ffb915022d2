"""Who may open the addresses of signing in, of one's own account, and of the installation."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from onrecord.events.models import Edition
from onrecord.people import links
from onrecord.people.models import Person
from tests import cast
from tests.addresses import MAY_ADMINISTER_ALL, NOBODY, SIGNED_IN, Desk, Open, Own, Post


def _with_a_link(_edition: Edition) -> str:
    return "/sign-in/link/?token=" + links.sign_in_link(cast.person("Yusuf Adeyemi")).partition("token=")[2]


def _with_a_factor(_edition: Edition) -> tuple[Person, str]:
    owner = cast.person("Yusuf Adeyemi")
    cast.confirmed(owner)
    return owner, f"/desk/account/remove/{Authenticator.objects.get(user=owner, type='totp').pk}/"


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
    "desk/records/": Desk("/desk/records/", MAY_ADMINISTER_ALL),
    "desk/letters/": Desk("/desk/letters/", MAY_ADMINISTER_ALL),
    "desk/account/": Desk("/desk/account/", SIGNED_IN),
    "desk/account/confirm/": Desk("/desk/account/confirm/", SIGNED_IN),
    "desk/account/app/": Desk("/desk/account/app/", SIGNED_IN),
    "desk/account/passkey/": Desk("/desk/account/passkey/", SIGNED_IN),
    "desk/account/codes/": Post("/desk/account/codes/", SIGNED_IN),
    "desk/account/everything/": Post("/desk/account/everything/", SIGNED_IN, then=200),
    "desk/account/remove/<number:factor>/": Post("/desk/account/remove/1/", SIGNED_IN, own=Own(_with_a_factor, 302)),
    "desk/account/sessions/": Post("/desk/account/sessions/", SIGNED_IN),
}
