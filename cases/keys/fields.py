"""Text about a person, sealed with its case's key and bound to its place: moved to another row or field, it does not open."""

from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from cases.keys.services import decrypt, encrypt, key_of

UNREADABLE = "\N{FULL BLOCK}" * 4  # what a destroyed key, or a value that was moved, leaves to be seen


class Sealed(bytes):
    """Ciphertext as it lies in the database. Nothing else is ever sent there."""


class SealedAttribute(DeferredAttribute):
    """Opens on first use, because only then is the row known that the value must belong to."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        value = super().__get__(instance, owner)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.open(instance, value)  # type: ignore[attr-defined]
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    OptionalText = models.TextField[str | None, str | None]
else:
    OptionalText = models.TextField


class SealedField(OptionalText):
    """Empty text is stored as nothing. What would search, compare or write plain text raises `TypeError`."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {k: v for k, v in kwargs.items() if k not in ("null", "blank")}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def place(self, instance: Any) -> bytes:
        """What the value is bound to. A history row stands for the row that it tells of."""
        live = getattr(instance, "instance_type", type(instance))
        return f"{instance.case_id}|{live._meta.db_table}|{self.attname}|{instance.id}".encode()

    def open(self, instance: Any, sealed: Sealed) -> str:
        key = key_of(instance.case_id)
        try:
            return decrypt(key, sealed, self.place(instance)).decode() if key else UNREADABLE
        except InvalidTag:
            return UNREADABLE

    def pre_save(self, model_instance: Any, add: bool) -> Sealed | None:
        text = getattr(model_instance, self.attname)
        if not text:
            return None
        if text == UNREADABLE:
            raise ValueError(f"{self.name} reads as destroyed: the record cannot be saved")
        key = key_of(model_instance.case_id, create=True)
        assert key is not None, "a key was just made"  # noqa: S101
        return Sealed(encrypt(key, text.encode(), self.place(model_instance)))

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed):
            return value
        raise TypeError(f"{self.name} is sealed: it is not updated by query")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is sealed: it is not searched")
        return super().get_lookup(lookup_name)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)
