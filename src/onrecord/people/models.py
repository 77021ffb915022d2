"""A person who signs in: with an e-mail address, and never with a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from rules.permissions import has_perm


class Address(models.EmailField):  # type: ignore[type-arg]  # not at run time
    """An e-mail address, in small letters when stored and when looked for."""

    def to_python(self, value: Any) -> Any:
        return _small(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return _small(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = _small(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def _small(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


class Person(AbstractBaseUser):
    """Somebody with a task: on an edition (`events.Appointment`), or for the whole installation."""

    email = Address(unique=True)
    name = models.CharField(max_length=200)
    is_administrator = models.BooleanField(default=False, help_text="of the whole installation")

    objects = BaseUserManager["Person"]()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_address")]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, permission: str, of: object = None) -> bool:
        """Whether this person may do `permission`, as the rooms' `rules` have it; `of` is an edition, mostly."""
        return bool(has_perm(permission, self, of))
