"""An edition to come, as it is filled in."""

GIVEN = {
    "series": "regional-media",
    "series_title": "Press conference for regional media",
    "edition": "14",
    "title": "14th edition",
    "date": "2027-05-13",
    "zone": "Europe/Vienna",
    "language": "en",
    "place": "Brodna",
    "host": "Office of the Governor of Brodna",
    "number": "14",
    "accredited": "104",
}
