"""Model fields that hold values of a coded list. What they may hold is asked of the list, on the day, by forms and services."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class CodeField(models.CharField):
    """One code of `list_name`, or empty."""

    def __init__(self, *args: Any, list_name: str = "", **kwargs: Any) -> None:
        self.list_name = list_name
        super().__init__(*args, **{"max_length": 60, "blank": True} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"list_name": self.list_name}


class CodesField(ArrayField):
    """Several codes of `list_name`."""

    def __init__(self, verbose_name: Any = None, *, list_name: str = "", **kwargs: Any) -> None:
        self.list_name = list_name
        given: dict[str, Any] = {"base_field": models.CharField(max_length=60), "blank": True, "default": list}
        super().__init__(**given | kwargs)
        self.verbose_name = verbose_name

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs = {key: value for key, value in kwargs.items() if key not in ("base_field", "size")}
        return name, "agencies.reference.fields.CodesField", args, kwargs | {"list_name": self.list_name}
