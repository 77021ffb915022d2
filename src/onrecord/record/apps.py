from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from onrecord.record import kinds


class RecordConfig(AppConfig):
    name = "onrecord.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each room says what it adds to the log, and what that comes to."""
        from onrecord.record import folds  # its tables are only known now

        for app in apps.get_app_configs():
            for name, collect in ("contents", kinds.known.collect), ("fold", folds.collect):
                if app.module and module_has_submodule(app.module, name):
                    collect(import_module(f"{app.name}.{name}"))
