from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "onrecord.web"
    label = "web"
