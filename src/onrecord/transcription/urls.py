"""Addresses of the transcriber's desk."""

from django.urls import path

from onrecord.transcription import views

app_name = "transcription"

DESK = "<slug:series>/<slug:edition>/desk/transcribe/"
"""A service worker rules over what lies below its address: here are the transcriber's pages, and nobody else's."""

urlpatterns = [
    path("<slug:series>/<slug:edition>/desk/", views.to_the_desk, name="to-the-desk"),
    path(DESK, views.desk, name="desk"),
    path(DESK + "acts/", views.acts, name="acts"),
    path(DESK + "state/", views.state, name="state"),
    path(DESK + "prepare/", views.prepare, name="prepare"),
    path(DESK + "prepared/<number:index>/", views.prepared, name="prepared"),
    path(DESK + "replace/", views.replace, name="replace"),
    path(DESK + "worker.js", views.worker, name="worker"),
]
