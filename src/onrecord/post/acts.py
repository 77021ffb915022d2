"""What can happen to a letter before it is sent: it is written, tried again, withdrawn, or held since it came from a backup."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.pages import faces
from onrecord.post import kinds
from onrecord.post.models import DESTROYED, GIVEN_UP, Letter, Reason, State, Written, now
from onrecord.record.acts.continuing import waits
from onrecord.record.models import Log


def can_be_sent() -> bool:
    """Whether this installation has a way to send mail (ONRECORD_MAIL)."""
    return bool(settings.ONRECORD_MAIL)


@dataclass(frozen=True, slots=True)
class Face:
    """Whom a letter comes from: the name its reader sees, and where their answer goes to, if not to ONRECORD_MAIL_FROM."""

    name: str
    contact: str = ""
    signature: str = ""
    """What stands at the end of the letter: who they are, and how to reach them."""

    @classmethod
    def of(cls, host: faces.Face, *, otherwise: str) -> Face:
        """The host's, as pages show it; `otherwise`: the name where there is none."""
        return cls(host.host or otherwise, host.email, host.lines)


def write(
    kind: str,
    *,
    to: str,
    subject: str,
    text: str,
    language: str,
    face: Face,
    log: Log | None,
    entries: Collection[int] = (),
    draft: bool = False,
) -> Letter:
    """Write a letter, inside the act that it tells of: it is stored with the act, or not at all, and leaves once that is done;
    a `draft` when it is released.

    Subject and text are as the reader gets them, in their language. `log`: of the edition whose office wrote it, None for
    the installation's; `entries`: of that log, whose words the letter may quote, so that it goes with them.
    """
    assert kinds.known(kind), f"no room registered letters of the kind {kind}"
    name = f"{uuid.uuid4().hex}@{urlsplit(settings.ONRECORD_URL).hostname}"
    written = Written(
        to=to,
        subject=_line(subject),
        text=f"{text.rstrip()}\n\n-- \n{face.signature}\n" if face.signature else text,
        language=language,
        sender=_line(face.name),
        contact=face.contact,
    )
    with act():
        at = now()
        letter = Letter(
            log=log,
            kind=kind,
            entries=sorted(entries),
            message_id=f"<{name}>",
            state=State.DRAFT if draft else State.READY,
            at=at,
            until=at + GIVEN_UP,
            due=None if draft else at,
            changed_at=at,
        )
        letter.seal(written.model_dump_json().encode())
        letter.save(force_insert=True)
    return letter


def redraft(letter: Letter, *, subject: str, text: str) -> None:
    """Change what a draft says. Raises ActRefused where it is none any more."""
    with act():
        written = (
            Written.model_validate_json(letter.unseal()) if letter.state == State.DRAFT and letter.is_kept else None
        )
        if written is None:
            raise _moved()
        letter.seal(written.model_copy(update={"subject": _line(subject), "text": text}).model_dump_json().encode())
        kept = {"wrapped_key": letter.wrapped_key, "sealed": letter.sealed}
        if not letter.move(State.DRAFT, at=now(), due=None, **kept):
            raise _moved()


def release(letter: Letter) -> None:
    """Send a draft, inside the act that decides so. Raises ActRefused where it is none any more."""
    with act():
        at = now()
        if letter.state != State.DRAFT or not letter.move(State.READY, at=at, due=at, until=at + GIVEN_UP):
            raise _moved()


def discard(letter: Letter) -> None:
    """A draft that nobody sends. Raises ActRefused where it is none any more."""
    with act():
        if letter.state != State.DRAFT or not letter.move(State.WITHDRAWN, at=now(), due=None, **DESTROYED):
            raise _moved()


def send_again(letter: Letter) -> None:
    """Try it now. Raises ActRefused where it is being sent, or can't be any more."""
    with act():
        _require_here(letter)
        at = now()
        if not letter.move(State.READY, at=at, due=at, reason="", answer=""):
            raise _moved()


def withdraw(letter: Letter) -> None:
    """It is not sent, and its address and text are destroyed. Raises ActRefused where it is being sent, or is gone."""
    with act():
        _require_here(letter)
        if not letter.move(State.WITHDRAWN, at=now(), due=None, **DESTROYED):
            raise _moved()


def hold(log: Log | None = None) -> int:
    """The database came back from a copy, and what waits in it may have been sent since: nothing of it (of `log`) is sent
    before the office says so. Returns how many letters there are."""
    waiting = Letter.objects.filter(state__in=(State.READY, State.SENDING))
    with act():
        at = now()
        until = at + GIVEN_UP
        found = waiting if log is None else waiting.filter(log=log)
        return Letter.move_all(found, State.FAILED, at=at, due=until, until=until, reason=Reason.RESTORED, answer="")


def hold_what_came_back() -> int:
    """As `hold`, of each log that waits until somebody says what was published; of everything, where all logs do."""
    logs = list(Log.objects.all())
    back = [log for log in logs if waits(log)]
    with act():
        return hold() if back and len(back) == len(logs) else sum(map(hold, back))


def destroy(log: Log, kinds: Collection[str]) -> None:
    """Letters of these kinds about `log`, inside the act that destroys what they tell of. One that is being sent may still
    arrive; nothing of it stays here."""
    found = Letter.objects.filter(log=log, kind__in=kinds)
    with act():
        Letter.move_all(found, State.WITHDRAWN, at=now(), due=None, **DESTROYED)


def _require_here(letter: Letter) -> None:
    if letter.state == State.DRAFT:
        raise ActRefused(_("This letter is a draft. Send it or discard it where it was written."))
    if letter.state == State.SENDING:
        raise ActRefused(_("This letter is being sent right now. Reload the page in a minute to see what came of it."))
    if not letter.is_kept:
        raise ActRefused(_("This letter has been sent or given up, and its address has been deleted."))


def _moved() -> ActRefused:
    return ActRefused(_("This letter has just changed. Look at it again."))


def _line(text: str) -> str:
    return " ".join(text.split())
