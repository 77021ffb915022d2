"""Identity data are given, seen by somebody with a reason, and destroyed."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from onrecord.accreditation import belonging, identity, journal
from onrecord.accreditation.models import Application, Call, Identity, Look, Vetting
from onrecord.accreditation.models.identity import IdentityData, Purpose, Result
from onrecord.accreditation.moving import fresh, require_call
from onrecord.keeping.acting import act
from onrecord.keeping.errors import ActRefused
from onrecord.people.journal import note
from onrecord.people.models import Person


def give_identity(application: Application, given: IdentityData) -> Application:
    """Keep the data in the place of earlier ones; from here on the security check is waited for.

    What the authority says of the earlier ones counts no more: they left under another reference.
    """
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        if not identity.is_asked(found):
            raise ActRefused(_("We do not need your identity data at the moment."))
        held = identity.of(found) or Identity(application=found)
        held.keep(given)
        held.save()
        anew = {
            "ref": secrets.token_hex(8),
            "result": Result.WAITING,
            "authority": "",
            "decided_on": None,
            "sent_at": None,
        }
        Vetting.objects.update_or_create(application=found, defaults=anew | {"heard_until": None})
    return found


def look_at_identity(application: Application, *, purpose: Purpose, by: Person) -> IdentityData:
    """The data, for somebody of the office; that they looked, and why, is kept for the applicant and the journal."""
    with act(application.call.edition.log):
        found = fresh(application)
        require_call(found.call)
        if belonging.is_own(found, by):
            raise ActRefused(
                _("This is your own application, or your own outlet's. Somebody else looks at its identity data.")
            )
        held = identity.of(found)
        if held is None:
            raise ActRefused(_("There are no identity data in this application."))
        Look.objects.create(application=found, by=by, purpose=purpose)
        note(found.call.edition.log, journal.IDENTITY_SEEN, by=by, application=found.number, purpose=purpose)
        return held.data


def require_identity_call(call: Call) -> None:
    """Inside an act: the call is not over, and asks for identity data."""
    found = Call.objects.get(pk=call.pk)
    require_call(found)
    if found.terms.identity is None:
        raise ActRefused(_("This call asks for no identity data."))


def forget_identity(application: Application) -> None:
    """Inside an act: nobody will need the data any more. What left under a reference comes back under it, in one file with what
    is said of others, so that is known until the call is purged."""
    Identity.objects.filter(application=application).delete()
    Vetting.objects.filter(application=application, sent_at=None).delete()
