"""Writing a draft."""

import pytest

from agencies.errors import Stale
from cases.wall import acting_as
from referrals.models import Preview, Referral
from referrals.own.selectors import drafts_of, own_referrals
from referrals.referral.rules import State
from referrals.referral.services import (
    decline_referral,
    parts_of,
    save_draft,
)
from tests.conftest import NOW
from tests.people import accepted, asked, drafted, referred, write
from tests.referrals.referral.services.seen import on, open_work, refuses, stands, told

pytestmark = pytest.mark.database


def test_a_draft_is_the_agencys_and_is_not_yet_a_referral(people):
    case = drafted(people)
    assert on(case) == {"HopeNow": {"referrer"}}
    assert (told(case), open_work(case), stands(case, people.nora)) == ([], {}, State.DRAFT)
    with acting_as(people.nora) as nora:
        assert (list(drafts_of(nora)), list(own_referrals(nora))) == ([case], [])


def test_a_colleague_goes_on_writing_and_a_stale_form_is_refused_whole(people):
    case = drafted(people)
    with acting_as(people.nina) as nina:
        versions = {name: record.version for name, record in parts_of(case, nina)}
    with acting_as(people.nora) as nora:
        write(nora, case, {"referral.seen": "and no shoes"})
    with acting_as(people.nina) as nina:
        change = {"preview": {"danger": "now"}, "referral": {"seen": "nothing"}}
        with pytest.raises(Stale) as stale:
            save_draft(actor=nina, case=case, versions=versions, values=change)
        assert stale.value.theirs.seen == "and no shoes"
        assert (Referral.objects.get().seen, Preview.objects.get().danger) == ("and no shoes", "no")


FREE = {"detention.since": None, "detention.place": None, "detention.detained_by": None}


def held_by(case, person):
    with acting_as(person):
        return parts_of(case, person).detention.detained_by


def test_police_that_refer_hold_the_person_unless_they_say_who_does(people):
    theirs = drafted(people, {"detention.detained_by": None}, by=people.henrik)
    assert held_by(theirs, people.henrik) == people.henrik.agency
    assert held_by(drafted(people, by=people.henrik), people.henrik) == people.poul.agency
    assert held_by(drafted(people, {"detention.detained_by": None}), people.nina) is None
    assert held_by(drafted(people, FREE, by=people.henrik), people.henrik) is None
    by_telephone = drafted(people, {"detention.detained_by": None}, by=people.carl, caller_agency=people.henrik.agency)
    assert held_by(by_telephone, people.carl) == people.henrik.agency


def test_only_fields_of_the_form_are_saved(people):
    case = drafted(people)
    with acting_as(people.nina) as nina:
        write(nina, case, {"referral.version": 9, "preview.withdrawn_at": NOW, "referral.seen": "x"})
        assert (Preview.objects.get().withdrawn_at, Referral.objects.get().seen) == (None, "x")


def test_what_was_sent_is_not_written_any_more(people):
    case = referred(people)
    for story in (case, asked(people), accepted(people)):
        with acting_as(people.nina) as nina:
            refuses(
                "The referral has already been sent.", write, person=nina, case=story, changes={"referral.seen": "x"}
            )


def test_what_was_declined_is_sent_again_as_it_was(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="A child.", now=NOW)
    with acting_as(people.nina) as nina:
        refuses("The referral has already been sent.", write, person=nina, case=case, changes={"referral.seen": "x"})
