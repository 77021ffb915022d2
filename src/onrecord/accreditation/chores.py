"""What accreditation does by itself."""

from django.utils.translation import gettext_lazy as _

from onrecord.accreditation.acts.purging import purge_due
from onrecord.keeping.chores import Chore, register

register(Chore(_("delete what is held of applicants on the announced day"), purge_due, every=600, patience=60))
