"""Public addresses. What stands below `log/` is the log itself, as RFC-like as it gets: docs/verifiers/format.md."""

from django.urls import path

from onrecord.pages.languages import page
from onrecord.publication import log_views, views

app_name = "publication"

EDITION = "<slug:series>/<slug:edition>/"
LOG = EDITION + "log/"

urlpatterns = [
    page("", views.home, name="home"),
    page("verify/", views.how_to_check, name="check"),
    path("verify/onrecord_check.py", log_views.small_verifier, name="small-verifier"),
    page("<slug:series>/", views.series, name="series"),
    page(EDITION, views.edition, name="edition"),
    page(EDITION + "record/", views.record, name="record"),
    page(EDITION + "record/part/", views.part, name="part"),
    page(EDITION + "record/find/", views.find, name="find"),
    page(EDITION + "screen/", views.screen, name="screen"),
    page(EDITION + "u/<number:index>/", views.quote, name="quote"),
    path(EDITION + "u/<number:index>.tlog-proof", log_views.proof, name="proof"),
    path(EDITION + "export/<slug:format>/", views.export, name="export"),
    path(LOG + "checkpoint", log_views.checkpoint, name="checkpoint"),
    path(LOG + "verifier.key", log_views.verifier_key, name="verifier-key"),
    path(LOG + "tile/<path:path>", log_views.tile, name="tile"),
    path(LOG + "open/<number:index>", log_views.opening, name="opening"),
]
