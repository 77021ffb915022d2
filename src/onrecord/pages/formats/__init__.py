"""How days and times are written, a module for each language of the interface (Django's FORMAT_MODULE_PATH).

Templates and Python name a format and never spell one out: `{{ at|localtime|date:"DATETIME_FORMAT" }}`. Each language has all
names that English has; Django would print a name that it doesn't find.
"""
