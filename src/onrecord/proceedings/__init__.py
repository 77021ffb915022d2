"""How the office runs the day: sessions, ground rules, what is held back, corrections and who asked for them."""
