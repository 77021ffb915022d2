"""A room that nobody needs: what was lost on a press tour, and who gets it back.

It has one of everything that a room may bring, and no file outside this folder knows it. Its tests run in a process of their
own, in whose settings it is one more room (`settings.py`): what a new room must touch elsewhere would be missed here.
"""
