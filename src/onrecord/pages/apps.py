from django.apps import AppConfig
from django.urls import register_converter


class PagesConfig(AppConfig):
    name = "onrecord.pages"
    label = "pages"

    def ready(self) -> None:
        """Every room's addresses may have `<number:…>` in them."""
        from onrecord.pages.addresses import NumberConverter

        register_converter(NumberConverter, "number")
