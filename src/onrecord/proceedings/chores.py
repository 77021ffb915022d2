"""What happens to readers' requests by itself."""

from django.utils.translation import gettext_lazy as _

from onrecord.keeping.chores import Chore, register
from onrecord.proceedings.acts import tidy

register(Chore(_("delete readers' old addresses"), tidy, every=600))
