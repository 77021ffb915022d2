from uuid import UUID, uuid4

new = uuid4
"""A key for an act that was never sent before."""

__all__ = ["UUID", "new"]
