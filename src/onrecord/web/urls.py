"""Every address of the product, room by room."""

from django.urls import include, path

from onrecord.web import failing

urlpatterns = [
    path("", include("onrecord.people.urls")),
    path("", include("onrecord.events.urls")),
    path("", include("onrecord.proceedings.urls")),
    path("", include("onrecord.transcription.urls")),
    path("", include("onrecord.publication.urls")),
]
handler400 = failing.refused
handler500 = failing.failed
