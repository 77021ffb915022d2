"""Addresses of those who have a task; whatever is public is in `publication.urls`."""

from django.urls import path

from onrecord.events import about, face_pages, opening, views

app_name = "events"

DESK = "<slug:series>/<slug:edition>/desk/"

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/open/", opening.open_edition, name="open"),
    path("desk/series/", face_pages.every_series, name="every-series"),
    path("desk/series/<slug:series>/", face_pages.face, name="face"),
    path("<slug:series>/logo.jpg", face_pages.logo, name="logo"),
    path("desk/people/", views.everybody, name="everybody"),
    path(DESK + "edition/", about.about, name="about"),
    path(DESK + "people/", views.people, name="people"),
    path(DESK + "people/<number:appointment>/dismiss/", views.dismiss, name="dismiss"),
]
