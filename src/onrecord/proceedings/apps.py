from django.apps import AppConfig


class ProceedingsConfig(AppConfig):
    name = "onrecord.proceedings"
    label = "proceedings"
    default_auto_field = "django.db.models.BigAutoField"
