"""What is kept for every room: which acts are done, and how often something was tried."""

from __future__ import annotations

from django.db import models


class Done(models.Model):
    """An act that was sent with a key of its own, so that it is done once however often it is sent (`acting.once`)."""

    key = models.CharField(max_length=120, primary_key=True)
    result = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)


class Pace(models.Model):
    """How far ahead of its time somebody is with what they may do now and then only; `limits` keeps it.

    `subject` is a keyed hash of what is limited and for whom. From `due`, seconds since 1970, on nothing is remembered.
    """

    subject = models.CharField(max_length=64, primary_key=True)
    due = models.FloatField(default=0, db_index=True)
