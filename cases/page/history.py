"""History for reading: each version with what changed from the one before."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.page.selectors import CasePage, related
from cases.paging import Page, page_of, read_cursor
from cases.records.reading import editor_of, label_of, lists_of, value_of

PAGE = 50
BOOKKEEPING = {
    "id",
    "case",
    "author",
    "to",
    "happened_at",
    "written_at",
    "version",
    "withdrawn_at",
    "is_by_accommodation",
}


@dataclass(frozen=True)
class Change:
    """One version of a record. `by` says who did what to it; `lines` are (label, before, after)."""

    at: datetime
    by: str
    lines: list[tuple[str, Any, Any]]


def changes_of(page: CasePage, model: Any, after: str | None = None) -> Page:
    """A page of `Change`s, newest first; `after`: the cursor where the page before it ended. Three queries, and the codes."""
    versions = model.history.filter(case_id=page.case.pk).select_related("history_user__post", *related(model))
    rows = versions.order_by("-history_date", "-history_id")
    if cursor := read_cursor(after):
        rows = rows.filter(history_date__lte=cursor[0]).exclude(history_date=cursor[0], history_id__gte=cursor[1])
    found = page_of(rows, PAGE, lambda row: (row.history_date, row.history_id))
    before = versions_before(versions, found.rows)
    codes = page.codes(*lists_of(model))
    names = [field.name for field in model._meta.concrete_fields if field.name not in BOOKKEEPING and field.editable]
    changes = []
    for row in found.rows:
        old = before.get(row.history_id)
        lines = [line for name in names if (line := line_of(old, row, name, model, codes))]
        if lines or old is None or row.withdrawn_at is not None:
            changes.append(Change(row.history_date, by(row, old is None, page), lines))
    return Page(changes, found.next)


def versions_before(versions: Any, rows: list[Any]) -> dict[UUID, Any]:
    """{history_id: the version before it that the reader may read}; none for a first one. One query for what `rows` lack."""
    by_record: dict[UUID, list[Any]] = {}
    for row in rows:
        by_record.setdefault(row.id, []).append(row)
    oldest = {record: min(row.version for row in own) for record, own in by_record.items()}
    older = reduce(or_, (Q(id=record, version__lt=version) for record, version in oldest.items()), Q(pk__in=[]))
    for row in versions.filter(older).order_by("id", "-version").distinct("id"):
        by_record[row.id].append(row)
    before: dict[UUID, Any] = {}
    for own in by_record.values():
        own.sort(key=lambda row: row.version)
        before |= {row.history_id: old for old, row in pairwise(own)}
    return before


def line_of(old: Any, new: Any, name: str, model: Any, codes: Any) -> tuple[str, Any, Any] | None:
    if old is None and getattr(new, name) is False:
        return None  # what was not ticked says nothing; that it was unticked later does
    after = value_of(new, name, codes)
    was = value_of(old, name, codes) if old is not None else ""
    return (label_of(model, name), was, after) if was != after and (was or after) else None


def by(row: Any, is_first: bool, page: CasePage) -> str:
    is_unnamed = row.is_by_accommodation and page.hides_accommodation(row.author_id)
    who = {"who": editor_of(row, is_unnamed=is_unnamed)}
    if row.withdrawn_at is not None:
        return _("Withdrawn by %(who)s") % who
    return (_("Written by %(who)s") if is_first else _("Changed by %(who)s")) % who
