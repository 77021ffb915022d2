from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "onrecord.pages"
    label = "pages"
