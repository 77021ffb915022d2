from django.apps import AppConfig


class TranscriptionConfig(AppConfig):
    name = "onrecord.transcription"
    label = "transcription"
    default_auto_field = "django.db.models.BigAutoField"
