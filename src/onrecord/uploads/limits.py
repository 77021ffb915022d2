"""How much of anything a document may have or take."""

MOST_BYTES = 10 * 2**20
"""Of what is sent."""
MOST_PAGES = 20
MOST_PIXELS = 50_000_000
"""Of a picture: no telephone's camera makes more unasked, and twice as many bytes as its colours take still fit the memory."""
LONGEST_SIDE = 2000
"""Pixels of a picture that we make: a page of A4 is read well."""
NARROWEST = 0.02
"""The short side of a page, of its long one."""

LOGO = (320, 120)
"""Pixels of a logo at most: twice as many as it takes on a page."""
MOST_BYTES_OF_A_LOGO = 20_000

SECONDS_OF_WORK = 8
"""Of a processor, for one document."""
SECONDS = 30.0
"""In all, also where the machine is busy."""
BYTES_OF_MEMORY = 512 * 2**20
AT_ONCE = 2
"""Documents that are decoded at the same time, in one server."""
WAITING = 6
"""Documents that wait for that or are decoded."""

MOST_BYTES_OF_A_PICTURE = 4 * 2**20
MOST_BYTES_OF_ALL = 20 * 2**20
"""Of all pictures of a document: twenty pages with photographs have fewer, and many such documents fit disk and memory."""
