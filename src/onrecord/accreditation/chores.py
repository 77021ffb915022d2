"""What accreditation does by itself."""

from django.utils.translation import gettext_lazy as _

from onrecord.accreditation.acts.offering import offer_due
from onrecord.accreditation.acts.purging import purge_due
from onrecord.accreditation.acts.telling import send_later
from onrecord.keeping.chores import Chore, register

register(Chore(_("delete what is held of applicants on the announced day"), purge_due, every=600, patience=60))
register(Chore(_("offer free places to those who wait"), offer_due, every=30, patience=60))
register(Chore(_("send letters that waited for a mail server"), send_later, every=60, patience=60))
