"""What the room of people does by itself."""

from django.utils.translation import gettext_lazy as _

from onrecord.keeping.chores import Chore, register
from onrecord.people import rates

register(Chore(_("delete old counts of attempts"), rates.tidy, every=600))
