"""What people's room does by itself."""

from django.utils.translation import gettext_lazy as _

from onrecord.keeping.chores import Chore, register
from onrecord.people.acts import forget_strangers
from onrecord.people.sessions import forget_expired

register(Chore(_("forget addresses that nobody signed in with"), forget_strangers, every=3600, patience=60))
register(Chore(_("forget sessions that have expired"), forget_expired, every=3600, patience=60))
