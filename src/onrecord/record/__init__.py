"""An edition's log: entries, openings, the one writer, what entries come to, the verifier."""
