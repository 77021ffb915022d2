from django.apps import AppConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules


class PagesConfig(AppConfig):
    name = "onrecord.pages"
    label = "pages"

    def ready(self) -> None:
        """Every room's addresses may have `<number:…>` in them, and each room says its doors."""
        from onrecord.pages.addresses import NumberConverter

        register_converter(NumberConverter, "number")
        autodiscover_modules("doors")
