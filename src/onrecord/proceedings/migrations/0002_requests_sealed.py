"""What readers ask is sealed beside the record, and goes with the words that it is about."""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def seal(apps: Any, schema_editor: Any) -> None:
    """Requests that wait; those about words that were erased meanwhile go."""
    import os

    from onrecord.record import openings, sealing
    from onrecord.record.entry import NONCE_BYTES, Opening

    request_model, aside_model = apps.get_model("proceedings", "CorrectionRequest"), apps.get_model("record", "Aside")
    destroyed = apps.get_model("record", "Opening").objects.filter(state="destroyed")
    for request in request_model.objects.filter(state="waiting").select_related("edition__log"):
        log = request.edition.log
        if destroyed.filter(log_id=log.pk, index=request.index).exists():
            request.delete()
            continue
        wanted = {"passage": request.passage, "reason": request.reason, "contact": request.contact}
        aside = aside_model(log=log, index=request.index)
        aside.wrapped_key, aside.sealed = sealing.seal(
            Opening(os.urandom(NONCE_BYTES), json.dumps(wanted).encode()),
            place=sealing.aside_place_of(log.origin, aside.pk),
            wrapping_key=openings.keyring().wrapping_keys[0],
        )
        aside.save()
        request.words, request.by_mail = aside, bool(request.contact)
        request.save()


class Migration(migrations.Migration):
    dependencies = [("proceedings", "0001_initial"), ("record", "0002_asides")]

    operations = [
        migrations.AddField(
            "correctionrequest",
            "words",
            models.OneToOneField(
                help_text="what they wrote; empty once it is answered",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="record.aside",
            ),
        ),
        migrations.AddField(
            "correctionrequest",
            "by_mail",
            models.BooleanField(default=False, help_text="whether an address is kept with it"),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
