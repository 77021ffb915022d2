from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "onrecord.publication"
    label = "publication"
