"""A kind whose content comes later, for the random sequence of acts."""

from __future__ import annotations

from tests.record.conftest import sealed_kind

__all__ = ["sealed_kind"]
