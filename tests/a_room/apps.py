from django.apps import AppConfig


class ARoomConfig(AppConfig):
    name = "tests.a_room"
    label = "a_room"
    default_auto_field = "django.db.models.BigAutoField"
