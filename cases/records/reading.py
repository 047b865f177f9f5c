"""Writing records for reading: labels and values, code by code; and who signs them."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agencies.models import Account
from agencies.reference.fields import CodeField, CodesField
from agencies.reference.models import DatedCode
from cases.records.models import CaseRecord

Codes = dict[str, dict[str, DatedCode]]


def lists_of(model: Any) -> list[str]:
    """The coded lists that the fields of a record need."""
    return [field.list_name for field in model._meta.concrete_fields if isinstance(field, CodeField | CodesField)]


def value_of(record: CaseRecord, name: str, codes: Codes) -> Any:
    """One field's value for reading: text, a moment or day, a list of texts; empty when there is none."""
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if isinstance(field, CodesField):
        return [capfirst(str(codes[field.list_name].get(code, code))) for code in value]
    if isinstance(field, CodeField):
        return capfirst(str(codes[field.list_name].get(value, value))) if value else ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if getattr(field, "choices", None):
        return capfirst(str(getattr(record, f"get_{name}_display")()))
    return "" if value is None else value if hasattr(value, "year") else str(value)


def label_of(model: Any, name: str) -> str:
    return capfirst(str(model._meta.get_field(name).verbose_name))


def lines_of(record: CaseRecord, names: list[str], codes: Codes) -> list[tuple[str, Any]]:
    """(label, value) of each of these fields that says something; what was not ticked says nothing."""
    names = [name for name in names if getattr(record, name) is not False]
    lines = [(label_of(type(record), name), value_of(record, name, codes)) for name in names]
    return [(label, value) for label, value in lines if value not in ("", [])]


def signed(record: CaseRecord, reader: Account) -> str:
    """Who wrote it, by the one function that names authors: the own agency is "you"."""
    return _("you") if record.author_id == reader.agency_id else record.signature


def editor_of(version: Any, *, is_unnamed: bool) -> str:
    """Who wrote this version of a record; of an unnamed author nobody."""
    person = version.history_user
    if person is None:
        return _("the system")
    return _("a member of staff") if is_unnamed and person.agency_id == version.author_id else str(person.name)


def compare(theirs: CaseRecord, mine: dict[str, Any], codes: Codes) -> dict[str, Any]:
    """What the page of a stale edit shows: who saved meanwhile and when, and each field that differs in both versions."""
    last = type(theirs).history.filter(id=theirs.pk).select_related("history_user__post").order_by("-version").first()
    unsaved = type(theirs)(**mine)
    rows = [
        (label_of(type(theirs), name), value_of(theirs, name, codes), value_of(unsaved, name, codes))
        for name, value in mine.items()
        if getattr(theirs, name) != value
    ]
    return {
        "who": editor_of(last, is_unnamed=theirs.is_by_accommodation) if last else "",
        "when": last.history_date if last else None,
        "rows": rows,
    }
