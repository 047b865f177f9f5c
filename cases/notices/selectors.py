"""What an agency was told, newest first, and what of it is new to the reader."""

from django.contrib.postgres.functions import TransactionNow
from django.db.models import BooleanField, Case, Exists, F, OuterRef, QuerySet, Value, When

from agencies.models import Account
from cases.envelope.models import Visit
from cases.notices.models import Notice
from cases.paging import Page, page_of, read_cursor

PAGE = 25


def notices_of(actor: Account) -> "QuerySet[Notice]":
    """Notices to `actor`'s agency, each with `is_new`: whether `actor` has not opened the case since."""
    seen = Visit.objects.filter(account=actor, case_id=OuterRef("case_id"), at__gte=OuterRef("shown_from"))
    return (
        Notice.objects.visible_to(actor)
        .standing()
        .filter(to_id=actor.agency_id, shown_from__lte=TransactionNow())
        .naming(actor)
        .annotate(is_new=Case(When(Exists(seen), then=Value(False)), default=Value(True), output_field=BooleanField()))
        .select_related("case", "author")
        .order_by(F("shown_from").desc(), "id")
    )


def page_of_notices(actor: Account, after: str | None) -> Page:
    """A page of them; `after`: the cursor where the page before it ended."""
    rows = notices_of(actor)
    if cursor := read_cursor(after):
        rows = rows.filter(shown_from__lte=cursor[0]).exclude(shown_from=cursor[0], id__lte=cursor[1])
    return page_of(rows, PAGE, lambda notice: (notice.shown_from, notice.pk))
