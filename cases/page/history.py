"""History for reading: each version with what changed from the one before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.page.selectors import CasePage, related
from cases.records.reading import editor_of, label_of, lists_of, value_of

SHOWN_AT_MOST = 200
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


def changes_of(page: CasePage, model: Any) -> list[Change]:
    """Newest first; two queries, and the codes."""
    rows = list(
        model.history.filter(case_id=page.case.pk)
        .select_related("history_user__post", *related(model))
        .order_by("history_date", "version")[:SHOWN_AT_MOST]
    )
    codes = page.codes(*lists_of(model))
    names = [field.name for field in model._meta.concrete_fields if field.name not in BOOKKEEPING and field.editable]
    before: dict[Any, Any] = {}
    changes = []
    for row in rows:
        lines = [line for name in names if (line := line_of(before.get(row.id), row, name, model, codes))]
        is_first = row.id not in before
        if lines or is_first or row.withdrawn_at is not None:
            changes.append(Change(row.history_date, by(row, is_first, page), lines))
        before[row.id] = row
    return changes[::-1]


def line_of(old: Any, new: Any, name: str, model: Any, codes: Any) -> tuple[str, Any, Any] | None:
    after = value_of(new, name, codes)
    was = value_of(old, name, codes) if old is not None else ""
    return (label_of(model, name), was, after) if was != after and (was or after) else None


def by(row: Any, is_first: bool, page: CasePage) -> str:
    is_unnamed = row.is_by_accommodation and page.hides_accommodation(row.author_id)
    who = {"who": editor_of(row, is_unnamed=is_unnamed)}
    if row.withdrawn_at is not None:
        return _("Withdrawn by %(who)s") % who
    return (_("Written by %(who)s") if is_first else _("Changed by %(who)s")) % who
