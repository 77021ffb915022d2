"""Transcripts in and out: one neutral model, one module a format."""
