"""Addresses that belong to no room."""

from django.urls import path

from onrecord.pages import views

app_name = "pages"

urlpatterns = [path("logo.jpg", views.logo, name="logo")]
