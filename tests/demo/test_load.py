"""The demo as its users find it, loaded at one fixed moment through the services and as the application's role."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from agencies.models import Account, Post
from cases.assignments.models import Assignment
from cases.assignments.services import is_for
from cases.entries.models import Entry
from cases.envelope.models import Case
from cases.notices.models import Mail, Notice
from cases.notices.selectors import notices_of
from cases.notices.services import carry
from cases.wall import acting_as
from demo.accounts import make_accounts
from demo.build import RECUSED, build, cast, name_of
from demo.decided import STORIES
from demo.management.commands.load_demo import Command
from demo.periods import PERIODS
from referrals.referral.models import Referral
from referrals.referral.selectors import states_of
from tests.conftest import NOW, as_owner

PERSONS = [*STORIES, *(period.story for period in PERIODS)]
pytestmark = pytest.mark.xdist_group("demo")  # one worker: it is loaded once


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo's people and referrals, loaded once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        with as_owner():
            make_accounts(NOW)
        people = cast()
        build(people, NOW)
        yield people.accounts
        transaction.set_rollback(True)


def states(person):
    with acting_as(person):
        return Counter(states_of(Case.objects.visible_to(person), person).values())


def work_of(person):
    with acting_as(person):
        return list(Assignment.objects.visible_to(person).filter(is_for(person), done_at=None, withdrawn_at=None))


def load(**options):
    told = StringIO()
    call_command(Command(stdout=told), **options)
    return told.getvalue().splitlines()


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("mette_lindholm", {"sent": 20, "asked": 5, "accepted": 8, "answered": 25}),
        (
            "henrik_friis",
            {"draft": 1, "sent": 3, "asked": 1, "withdrawn": 1, "declined": 1, "accepted": 2, "answered": 4},
        ),
        ("grace_adeyemi", {"draft": 1, "sent": 1, "asked": 1, "declined": 1, "accepted": 1, "answered": 6}),
        ("birgitte_munk", {"draft": 1, "sent": 2, "asked": 1, "declined": 1, "accepted": 1, "answered": 7}),
        ("pia_overgaard", {"accepted": 7, "answered": 18}),
        ("ayse_demir", {"draft": 1, "sent": 2, "answered": 1}),
        ("marta_kowalska", {}),
        ("hanne_dreyer", {}),
    ],
)
def test_each_user_sees_what_is_theirs(demo, who, seen):
    assert states(demo[who]) == seen


def test_a_draft_is_its_agencys_alone(demo):
    drafts = Counter(story.by for story in STORIES if story.state == "draft")
    assert {who: count for who, person in demo.items() if (count := states(person)["draft"])} == drafts


def test_some_work_is_late_and_some_is_soon(demo):
    lanes = (Assignment.Lane.DETAINED, Assignment.Lane.MINOR, Assignment.Lane.OTHER)
    clocks = {(lane, clock): 0 for lane in lanes for clock in ("late", "soon", "later")}
    for work in work_of(demo["mette_lindholm"]):
        if work.due_at:
            is_soon = work.due_at < NOW + timedelta(days=1)
            clocks[work.lane, "late" if work.due_at < NOW else "soon" if is_soon else "later"] += 1
    assert list(clocks.values()) == [4, 3, 0, 0, 2, 1, 6, 6, 19]  # detained, minors, others


def test_some_work_is_nobodys(demo):
    work = work_of(demo["mette_lindholm"])
    responsible = Counter(one.responsible.name if one.responsible else "" for one in work)
    assert responsible == {"": 18, "Anne-Mette Kjær": 17, "Mette Lindholm": 16, "Søren Bach": 3}


@pytest.mark.parametrize("who", ["mette_lindholm", "henrik_friis", "grace_adeyemi"])
def test_some_news_is_read_and_some_is_new(demo, who):
    with acting_as(demo[who]):
        assert {notice.is_new for notice in notices_of(demo[who])} == {True, False}


def test_nobody_is_mailed_the_past(demo):
    with as_owner():
        assert Mail.objects.exclude(sent_at=None).exists()
        waiting = list(Mail.objects.filter(sent_at=None).select_related("account"))
    for one in waiting:  # what they were told of is theirs no more
        with acting_as(one.account):
            assert not carry(actor=one.account, mail_id=one.pk)
    assert mail.outbox == []


def test_one_who_keeps_off_does_not_see_the_case_that_a_colleague_sees(demo):
    (who,) = RECUSED.values()
    assert states(demo["mette_lindholm"]) - states(demo[who]) == {"accepted": 1}


def test_the_log_knows_readers_of_several_agencies(demo):
    with as_owner():
        entries = Entry.objects.all()
        assert set(entries.values_list("verb", flat=True)) == {"read", "write", "refused"}
        assert {entry.user_id for entry in entries.filter(verb="refused")} == {demo["lone_tarp"].pk}
        readers = set(entries.filter(verb="read").values_list("user_id", flat=True))
    assert {demo[who].pk for who in ("soeren_bach", "pia_overgaard", "henrik_friis")} <= readers


def test_everything_lies_in_the_past(demo):
    with as_owner():
        for model in (Case, Notice, Referral):
            moments = [field.name for field in model._meta.concrete_fields if field.name.endswith("_at")]
            told = (
                model.objects.exclude(what="period_ends") if model is Notice else model.objects.all()
            )  # written ahead
            assert [name for name in moments if told.filter(**{f"{name}__gt": NOW}).exists()] == []


def test_the_same_seed_draws_the_same_names(demo):
    henrik = demo["henrik_friis"]
    with acting_as(henrik):
        names = {row.name for row in Referral.objects.visible_to(henrik) if row.name}
    assert names == {name_of(story) for story in PERSONS if story.by == "henrik_friis" and story.has_name}


def test_no_two_people_share_a_name():
    names = Counter(name_of(story) for story in PERSONS if story.has_name)
    assert [name for name, times in names.items() if times > 1] == []


def test_a_couple_shares_its_family_name():
    woman, man = (name_of(story) for story in STORIES if story.key.startswith("couple_greenhouse"))
    assert woman == f"{woman.split()[0]} {man.split()[1]}a"


def test_loading_again_changes_nothing(demo):
    with as_owner():
        before = Case.objects.count(), Notice.objects.count()
    assert load() == ["The demo is there already."]
    with as_owner():
        assert (Case.objects.count(), Notice.objects.count()) == before


def test_without_the_demos_people_it_says_what_to_do(demo):
    with as_owner():
        Post.objects.filter(account=demo["marta_kowalska"]).delete()
        Account.objects.filter(pk=demo["marta_kowalska"].pk).delete()
    with pytest.raises(CommandError, match=r"manage\.py demo_accounts"):
        load()


@pytest.mark.parametrize("typed", ["tomorrow", "2026-02-30T10:00"])
def test_a_moment_that_is_none_is_refused(demo, typed):
    with pytest.raises(CommandError, match=typed):
        load(now=typed)


def test_a_child_waits_for_the_municipality_and_none_of_its_work_is_late(demo):
    work = work_of(demo["ayse_demir"])
    assert {(one.work, one.lane) for one in work} >= {("answer_referral", Assignment.Lane.MINOR)}
    assert [one for one in work if one.due_at and one.due_at < NOW] == []
