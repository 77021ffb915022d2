"""Files to import."""

UNDATED = "MODERATOR: Good morning.\n\nGOVERNOR FERRO: Three schools have opened.\n\nEND\n"
