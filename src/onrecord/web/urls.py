"""Every address of the product: each room's own, the lowest room's first."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from onrecord.web import failing

urlpatterns = [path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")]
handler400 = failing.refused
handler500 = failing.failed
