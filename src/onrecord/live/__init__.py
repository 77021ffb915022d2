"""The stream: what is said reaches every reader's page, in raw ASGI, before Django."""
