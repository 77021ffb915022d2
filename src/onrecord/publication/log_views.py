"""The log's files over HTTP: immutable where they are, short-lived where they aren't, readable from any page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import resources
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from onrecord.events import reads
from onrecord.events.models import Edition
from onrecord.pages.addresses import number
from onrecord.pages.shared import Of, shared
from onrecord.record import serving
from onrecord.record.models import Log
from onrecord.tlog.proof import TlogProof

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=2"
REVALIDATE = "public, no-cache"
UNKEPT = "no-store"

P = ParamSpec("P")


def of_log(view: Callable[Concatenate[Log, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of one edition's log: 404 and 410 as the log says, open to scripts of other sites."""

    @require_safe
    @wraps(view)
    def respond(request: HttpRequest, series: str, edition: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            log = reads.edition(series, edition).log
            response = view(log, *args, **kwargs)
        except (Edition.DoesNotExist, serving.NotInLog):
            response = _nothing(404, "There is nothing at this address of the log, or not yet.\n")
        except serving.Destroyed:
            response = _nothing(410, "This opening was erased. The entry and all proofs remain valid without it.\n")
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return respond


@shared(Of.EDITION, "size")
def checkpoint(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """The signed head. Whoever looks for an entry asks by `?size=` for a head that covers it: no cache has an older one
    under that address."""
    return _checkpoint(request, series, edition, covering=number(request.GET.get("size", "")) or 0)


@of_log
def _checkpoint(log: Log, *, covering: int) -> HttpResponse:
    kept = SHORT if covering <= log.size else UNKEPT
    return _file(serving.checkpoint(log).encode(), "text/plain; charset=utf-8", kept)


@shared(Of.EDITION)
@of_log
def verifier_key(log: Log) -> HttpResponse:
    return _file(log.verifier_key.encode() + b"\n", "text/plain; charset=utf-8", SHORT)


@shared(Of.EDITION)
@of_log
def tile(log: Log, path: str) -> HttpResponse:
    return _file(serving.by_path(log, f"tile/{path}"), "application/octet-stream", IMMUTABLE)


@shared(Of.EDITION)
@of_log
def opening(log: Log, index: int) -> HttpResponse:
    return _file(serving.opening(log, index), "application/json", REVALIDATE)


@shared(Of.EDITION)
@of_log
def proof(log: Log, index: int) -> HttpResponse:
    if index >= log.size:
        raise serving.NotInLog(f"entry {index}")
    reader = serving.reader(log)
    proof = TlogProof(index, tuple(reader.inclusion_proof(index)), serving.checkpoint(log), extra=reader.entry(index))
    text = proof.text()
    response = _file(text.encode(), "text/plain; charset=utf-8", SHORT)
    response["Content-Disposition"] = f'attachment; filename="entry-{index}.tlog-proof"'
    return response


@shared(Of.NOTHING)
@require_safe
def small_verifier(request: HttpRequest) -> HttpResponse:
    """The one-file verifier, which needs Python and `cryptography` only."""
    source = resources.files("onrecord.record").joinpath("onrecord_check.py")
    if not source.is_file():
        raise Http404
    return _file(source.read_bytes(), "text/x-python; charset=utf-8", REVALIDATE)


def _file(content: bytes, content_type: str, cache: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers={"Cache-Control": cache})


def _nothing(status: int, words: str) -> HttpResponse:
    return HttpResponse(
        words, status=status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": UNKEPT}
    )
