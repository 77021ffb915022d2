"""The sentences that the desk's modules say; `{…}` is filled in by them."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "saved": _("Saved {time}"),
        "nothing": _("Everything here is saved"),
        "saving": _("Saving {n}"),
        "refused one": _("1 is not saved: see above the line"),
        "refused many": _("{n} are not saved: see above the line"),
        "too long": _("This is {n} characters too long: at most {most} are possible."),
        "offline one of words": _("No network since {time} · 1 utterance waits here"),
        "offline words": _("No network since {time} · {n} utterances wait here"),
        "offline one of acts": _("No network since {time} · 1 act waits here"),
        "offline acts": _("No network since {time} · {n} acts wait here"),
        "offline none": _("No network since {time} · everything before is saved; go on, what you type waits here"),
        "unread": _("The server can't read the record just now: {reason} It is asked again"),
        "safe": _("safe in this browser"),
        "kept": _("kept in this browser, which may delete it if the disk runs full"),
        "being kept": _("being kept in this browser"),
        "full": _(
            "This browser has no room left: what waits here is not safe, leave this page open until everything is saved"
        ),
        "refuses": _(
            "This browser keeps nothing (a private window, its settings or a fault): what waits here is not safe, "
            "leave this page open until everything is saved"
        ),
        "failed": _("The server could not save just now: {reason} It is tried again; {n} wait here"),
        "signed out": _("You are signed out, or no longer transcribe here: sign in in another tab; {n} wait here"),
        "again": _("Network is back: everything is saved."),
        "people one": _("only you here"),
        "people many": _("{n} people here"),
        "entry": _("entry {n}"),
        "other tab": _("The desk is open in another tab of this browser. It opens here as soon as that one is closed."),
        "typing": _("{name} is typing"),
        "here": _("{name} is here"),
        "unknown": _("unknown"),
        "unnamed": _("not named to readers"),
        "role statement": _("statement"),
        "role question": _("question"),
        "role answer": _("answer"),
        "role remark": _("remark"),
        "held": _("held, {n} s left"),
        "embargoed": _("under embargo until {time}"),
        "held until": _("held until {time}"),
        "held by act": _("held until somebody publishes it"),
        "destroyed": _("Taken back. No word of it is stored."),
        "damaged": _("Damaged: what is stored can't be read."),
        "corrected": _("corrected"),
        "confirmed": _("confirmed"),
        "draft": _("draft"),
        "waits": _("waits here"),
        "correct": _("Correct"),
        "confirm": _("Confirm"),
        "catch": _("Take back"),
        "catch says": _("Take back from here on, and go off the record"),
        "mend": _("Mend"),
        "send again": _("Send again"),
        "drop": _("Drop"),
        "refused": _("Not on the record: {reason}"),
        "discarded": _("1 utterance was discarded: it was typed while the conference was off the record."),
        "now off": _("Off the record since {time}. Nothing you type is kept."),
        "still off": _(
            "Somebody else went off the record a moment ago, so this key press has changed nothing: it is still off the "
            "record. Press F4 again to go back on the record."
        ),
        "office off": _("The press office went off the record: only the press office ends that."),
        "now back": _("Back on the record: {sentence}"),
        "chosen": _("{name}, {role}"),
        "not listed": _("Nobody on the list is called “{name}”. Press ↵ again to add a new speaker, or Esc."),
        "add speaker": _("New speaker: {name}"),
        "begins under": _("The session begins under this ground rule: {sentence}"),
        "no session": _("No session is running."),
        "paused": _("The session is paused."),
        "ended": _("The session has ended."),
        "live": _("Live for {time}"),
        "hold": _("Words wait {n} s before readers get them."),
        "no hold": _("Readers get words at once."),
        "on the record": _("On the record: everything may be quoted by name."),
        "lapsed": _("The embargo has ended: what is said now is on the record and may be quoted by name."),
        "act off": _("off the record"),
        "act back": _("back on the record"),
        "act other": _("{act}"),
        "prepared": _("Paragraph {n} of {of}"),
        "prepared done": _("Every paragraph of “{title}” is marked."),
        "no prepared": _("No prepared text waits to be delivered."),
        "take back": _("Take back the last {n} too"),
        "take back one": _("Take back the last one too"),
    }
