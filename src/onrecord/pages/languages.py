"""The languages that pages speak, and the addresses at which they speak them.

At its plain address a page that anyone reads speaks one language, whoever asks. In another one it stands at the same address
behind a prefix, `/ru/…`, so that caches need no more than the address. Which language it is says `web.languages`; here is what
rooms need of it: which addresses are such pages (`page`), and that what a page links to speaks as it does (`speaking`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_urlconf, path, reverse, set_urlconf
from django.utils import translation
from django.utils.translation import get_language_info, get_supported_language_variant

View = Callable[..., HttpResponse]
_pages: set[View] = set()


def page(route: str, view: View, *, name: str) -> URLPattern:
    """The address of a page that anyone reads, for a room's `urls`: it has one of its own in each language."""
    _pages.add(view)
    return path(route, view, name=name)


def is_page(view: object) -> bool:
    """Whether `view` answers at an address made with `page`."""
    return view in _pages


def spoken() -> list[str]:
    """The languages that have a catalogue, by their codes."""
    return [code for code, _name in settings.LANGUAGES]


def name_of(language: str) -> str:
    """What a language calls itself: Русский."""
    return str(get_language_info(language)["name_local"]).capitalize()


def nearest(tag: str) -> str:
    """The language in which pages about something in the language `tag` speak: that one, where it has a catalogue, else the
    installation's."""
    return catalogue_of(tag) or settings.LANGUAGE_CODE


def catalogue_of(tag: str) -> str | None:
    """The language of which pages for readers of `tag` have the catalogue: en for en-GB. None where there is none."""
    try:
        return get_supported_language_variant(tag) if tag else None
    except LookupError:
        return None


def divided(path: str) -> tuple[str, str]:
    """The prefix with which a path begins, empty where it is plain, and the path without it."""
    first, slash, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if slash and first in spoken() else ("", path)


@contextmanager
def speaking(language: str, *, prefix: str = "") -> Iterator[None]:
    """What is said inside is said in `language`, and addresses of pages begin with `prefix`."""
    before = get_urlconf()
    set_urlconf(addresses(prefix))  # type: ignore[arg-type]  # Django takes any object with urlpatterns
    try:
        with translation.override(language):
            yield
    finally:
        set_urlconf(before)


def plain(name: str, *args: object) -> str:
    """An address as it is cited, whatever language the page speaks that it stands on."""
    return reverse(name, urlconf=settings.ROOT_URLCONF, args=args)


def addresses(prefix: str) -> str | Behind:
    """All addresses, as Django wants them: those of pages behind the prefix, all others as they are."""
    return _behind(settings.ROOT_URLCONF, prefix) if prefix else settings.ROOT_URLCONF


class Behind:
    """A URLconf as another one, but for the pages in it, which stand behind a prefix."""

    def __init__(self, root: str, prefix: str) -> None:
        self._root = import_module(root)
        self.urlpatterns = _prefixed(self._root.urlpatterns, prefix)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._root, name)


@cache
def _behind(root: str, prefix: str) -> Behind:
    return Behind(root, prefix)


def _prefixed(patterns: Sequence[URLPattern | URLResolver], prefix: str) -> list[URLPattern | URLResolver]:
    found = list[URLPattern | URLResolver]()
    for one in patterns:
        if isinstance(one, URLResolver):
            within = _prefixed(one.url_patterns, prefix)
            found.append(URLResolver(one.pattern, within, one.default_kwargs, one.app_name, one.namespace))
        else:
            found.append(
                path(f"{prefix}/{one.pattern}", one.callback, name=one.name or "") if is_page(one.callback) else one
            )
    return found


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a request for what anyone may read is answered: at which plain path, which speaks `plainly`, and behind which
    prefix."""

    path: str
    plainly: str
    prefix: str

    @property
    def language(self) -> str:
        return self.prefix or self.plainly


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one of the languages, at its own address there."""

    language: str
    path: str
    current: bool

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return name_of(self.language)


def versions(request: HttpRequest) -> list[Version]:
    """The page that is asked for in every language; nothing where the request is for no such page."""
    found: Spoken | None = getattr(request, "spoken", None)
    match = request.resolver_match
    if found is None or match is None or not is_page(match.func):
        return []
    return [
        Version(
            language,
            found.path if language == found.plainly else f"/{language}{found.path}",
            current=language == found.language,
        )
        for language in spoken()
    ]
