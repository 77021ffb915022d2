"""Addresses of the office's day, and the one public form: asking for a correction."""

from django.urls import path

from onrecord.pages.languages import page
from onrecord.proceedings import answering, asking, views

app_name = "proceedings"

EDITION = "<slug:series>/<slug:edition>/"
DESK = EDITION + "desk/"

urlpatterns = [
    path(DESK + "day/", views.day, name="day"),
    path(DESK + "requests/", answering.requests, name="requests"),
    path(DESK + "requests/<number:pk>/", answering.answer, name="answer"),
    path(DESK + "utterances/", views.utterances, name="utterances"),
    path(DESK + "u/<number:index>/", views.utterance, name="utterance"),
    path(DESK + "journal/", views.journal, name="journal"),
    path(DESK + "journal.csv", views.journal_csv, name="journal-csv"),
    path(DESK + "letters/", views.letters, name="letters"),
    page(EDITION + "u/<number:index>/ask/", asking.ask, name="ask"),
]
