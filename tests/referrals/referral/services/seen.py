"""What a verb leaves behind, as the tests of this folder say it."""

from datetime import timedelta

import pytest

from agencies.errors import Refused
from cases.models import Assignment, Case, Grant, Notice
from cases.wall import acting_as
from referrals.models import Feedback
from referrals.referral.selectors import state_of
from tests.conftest import NOW, as_owner


def at(hours):
    return NOW + timedelta(hours=hours)


def stands(case, person):
    with acting_as(person):
        return state_of(Case.objects.get(pk=case.pk), person)


def on(case):
    """{agency: capacities} of everybody on the case, the system aside."""
    found = {}
    with as_owner():
        for grant in Grant.objects.filter(content_object=case).select_related("permission", "group__agency"):
            if grant.legal_basis != "system":
                found.setdefault(grant.group.agency.short, set()).add(grant.permission.codename[3:])
    return found


def told(case):
    with as_owner():
        notices = Notice.objects.filter(case=case).select_related("to").order_by("written_at")
        return [(notice.what, notice.to.short) for notice in notices]


def said(case):
    with as_owner():
        rows = Feedback.objects.filter(case=case).select_related("author", "to").order_by("written_at", "what")
        return [(row.what, row.author.short, row.to.short, row.words) for row in rows]


def open_work(case):
    """{(work, whose): (lane, due)} that is not done."""
    with as_owner():
        rows = Assignment.objects.filter(case=case, done_at=None).select_related("to", "author")
        return {(row.work, (row.to or row.author).short): (row.lane, row.due_at) for row in rows}


def refuses(sentence, act, *, field=None, **kwargs):
    with pytest.raises(Refused) as refused:
        act(**kwargs)
    assert (refused.value.sentence, refused.value.field) == (sentence, field)


TAKEN = "The referral has already been answered, passed on or taken back."
