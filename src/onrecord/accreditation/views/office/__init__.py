"""The office's pages, a module a page."""
