from django.apps import AppConfig
from django.urls import register_converter


class EventsConfig(AppConfig):
    name = "onrecord.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every room's addresses may have `<number:…>` in them."""
        from onrecord.events.addresses import NumberConverter

        register_converter(NumberConverter, "number")
