"""Addresses of the programme: what anyone reads, and the office's."""

from django.urls import path

from onrecord.pages.languages import page
from onrecord.programme.views import office, public

app_name = "programme"

EDITION = "<slug:series>/<slug:edition>/"
DESK = EDITION + "desk/programme/"

urlpatterns = [
    page(EDITION + "programme/", public.programme, name="programme"),
    path(EDITION + "programme/calendar.ics", public.calendar, name="calendar"),
    path(DESK, office.draft, name="draft"),
    path(DESK + "add/", office.add, name="add"),
    path(DESK + "publish/", office.publish, name="publish"),
    path(DESK + "item/<slug:code>/", office.item, name="item"),
]
