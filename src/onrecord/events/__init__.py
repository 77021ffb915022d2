"""Series and editions of a press conference."""
