"""What runs by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from cases.envelope.models import Submission
from cases.tasks import tidy_up
from tests.conftest import as_owner

pytestmark = pytest.mark.database


def test_ended_sessions_and_old_forms_go_and_the_others_stay(people):
    now = timezone.now()
    with as_owner():
        for days in (-1, 1):
            Session.objects.create(session_key=f"key{days}", session_data="x", expire_date=now + timedelta(days=days))
        old, new = (
            Submission.objects.create(pk=uuid4(), account=people.nina, made_at=now - timedelta(hours=hours))
            for hours in (49, 1)
        )
    tidy_up()
    with as_owner():
        assert [one.session_key for one in Session.objects.all()] == ["key1"]
        assert list(Submission.objects.all()) == [new] != [old]
