"""What strangers send as a document becomes pictures that we made: pixels, and nothing else of what they sent."""
