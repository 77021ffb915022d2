"""Public pages, quotes, exports."""
