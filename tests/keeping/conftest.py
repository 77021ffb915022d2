"""The office and a log, as the rooms above have them."""

from tests.proceedings.conftest import chiara, edition, office
from tests.record.conftest import log

__all__ = ["chiara", "edition", "log", "office"]
