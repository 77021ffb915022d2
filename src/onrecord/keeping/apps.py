from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KeepingConfig(AppConfig):
    name = "onrecord.keeping"
    label = "keeping"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each room says what it brings, once all tables are known."""
        autodiscover_modules("chores", "elsewhere")
