"""What can happen to a call and to an application: one function an act, one transaction.

All raise ActRefused with the reason where the act isn't allowed now, and then nothing was written.
"""

from onrecord.accreditation.acts.amending import amend, restore
from onrecord.accreditation.acts.appealing import appeal, hear
from onrecord.accreditation.acts.applying import answer, begin, save, submit, withdraw
from onrecord.accreditation.acts.calling import change, open_call
from onrecord.accreditation.acts.counting import publish_counts
from onrecord.accreditation.acts.deciding import ask, decide, recommend, take_back
from onrecord.accreditation.acts.documents import check_document, remove_document, send_document
from onrecord.accreditation.acts.identity import forget_identity, give_identity, look_at_identity
from onrecord.accreditation.acts.nominating import come_for_outlet, invite, name_people, take_off
from onrecord.accreditation.acts.offering import decline, freeze, offer_due, offer_places, take
from onrecord.accreditation.acts.outlets import add_outlet, ask_outlet, assign, set_places
from onrecord.accreditation.acts.purging import purge_due
from onrecord.accreditation.acts.revoking import keep_accredited, notify, reply, revoke
from onrecord.accreditation.acts.selecting import Answered, close_selection, decide_as_drawn, reveal_selection
from onrecord.accreditation.acts.telling import tell
from onrecord.accreditation.acts.vetting import send_for_vetting, take_results

__all__ = [
    "Answered",
    "add_outlet",
    "amend",
    "answer",
    "appeal",
    "ask",
    "ask_outlet",
    "assign",
    "begin",
    "change",
    "check_document",
    "close_selection",
    "come_for_outlet",
    "decide",
    "decide_as_drawn",
    "decline",
    "forget_identity",
    "freeze",
    "give_identity",
    "hear",
    "invite",
    "keep_accredited",
    "look_at_identity",
    "name_people",
    "notify",
    "offer_due",
    "offer_places",
    "open_call",
    "publish_counts",
    "purge_due",
    "recommend",
    "remove_document",
    "reply",
    "restore",
    "reveal_selection",
    "revoke",
    "save",
    "send_document",
    "send_for_vetting",
    "set_places",
    "submit",
    "take",
    "take_back",
    "take_off",
    "take_results",
    "tell",
    "withdraw",
]
