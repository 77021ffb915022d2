"""An edition's log: entries, openings, the one writer, the state, the verifier."""
