"""onrecord runs a press conference that both sides can trust."""

__version__ = "0.1.0"
