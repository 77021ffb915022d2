"""Which kinds of entry there are: the log's own, and those that rooms add in their `contents`."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from pydantic import BaseModel, StrictInt

from onrecord.record import contents
from onrecord.record.contents import Content


class Kinds:
    """Kinds of entry by their name in the log: those of `record.contents`, and of each of `modules`."""

    def __init__(self, *modules: ModuleType) -> None:
        self._kinds: dict[str, type[Content]] = {}
        for module in (contents, *modules):
            self.collect(module)

    def collect(self, module: ModuleType) -> None:
        """Add the kinds that are defined in `module`. Raises TypeError where two have one name."""
        for one in vars(module).values():
            if not (isinstance(one, type) and issubclass(one, Content) and "kind" in vars(one)):
                continue
            if self._kinds.setdefault(one.kind, one) is not one:
                raise TypeError(f"{one.__module__} and {self._kinds[one.kind].__module__} both define {one.kind}")

    def __contains__(self, name: str) -> bool:
        return name in self._kinds

    def __getitem__(self, name: str) -> type[Content]:
        """The kind of that name; of one that isn't known, what all kinds have in common."""
        return self._kinds.get(name, Content)

    def touches(self, name: str) -> bool:
        """Whether an entry of that kind changes what is known or shown of the one it refers to."""
        return self[name].annotates or self[name].changes_earlier

    def that(self, trait: Callable[[type[Content]], bool]) -> frozenset[str]:
        """The names of the kinds with a trait: `known.that(lambda kind: kind.governs)`."""
        return frozenset(name for name, kind in self._kinds.items() if trait(kind))

    def parse(self, name: str, content: bytes) -> Content | None:
        """The typed content, or None where the kind or its version is not one this version knows.

        Raises pydantic.ValidationError when a known kind and version doesn't have its shape.
        """
        model = self._kinds.get(name)
        if model is None or _Versioned.model_validate_json(content).v != 1:
            return None
        return model.model_validate_json(content)


class _Versioned(BaseModel):
    v: StrictInt


known = Kinds()
"""The kinds of this process: `record.apps` collects those of every room that is installed."""
