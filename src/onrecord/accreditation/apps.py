from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    name = "onrecord.accreditation"
    label = "accreditation"
    default_auto_field = "django.db.models.BigAutoField"
