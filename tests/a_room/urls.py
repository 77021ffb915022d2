"""The one address of lost property."""

from django.urls import path

from tests.a_room import views

app_name = "a_room"
urlpatterns = [path("<slug:series>/<slug:edition>/desk/lost-property/", views.desk, name="desk")]
