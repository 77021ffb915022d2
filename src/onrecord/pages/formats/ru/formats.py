# The month in the genitive (E), and no line break after the day or before “г.”
DATE_FORMAT = "j\u00a0E Y\u00a0г."  # 14 мая 2026 г.
SHORT_DATE_FORMAT = "d.m.Y"
WEEKDAY_FORMAT = "l, j\u00a0E Y\u00a0г."
TIME_FORMAT = "H:i"  # 10:41
EXACT_TIME_FORMAT = "H:i:s"
DATETIME_FORMAT = "j\u00a0E Y\u00a0г., H:i"
EXACT_DATETIME_FORMAT = "j\u00a0E Y\u00a0г., H:i:s"
DAY_TIME_FORMAT = "j\u00a0E, H:i"
EXACT_DAY_TIME_FORMAT = "j\u00a0E, H:i:s"
