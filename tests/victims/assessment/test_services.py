"""Who talks, recommends and assesses; what is refused; whose work it is then; what need not be asked again."""

from datetime import timedelta

import pytest

from agencies.errors import Refused, Stale
from cases.assignments.models import Assignment
from cases.models import Notice
from cases.page.selectors import case_page
from cases.wall import acting_as
from tests.conftest import NOW, as_owner
from tests.people import accepted, answered, sees, take_on
from victims.assessment.models import Interview, OwnAssessment, Recommendation
from victims.assessment.selectors import candidates, told_before
from victims.assessment.services import change_interview, recommend, write_interview, write_own_assessment

TALK = {
    "place": "detention", "began_at": NOW - timedelta(hours=1), "interpreter": "present", "language": "vie", "companion": "declined",
}  # fmt: skip
CODE, OTHER = "recruitment_deceived_job", "destination_low_pay"
MINOR = {"preview.age_band": "15_17"}


def talk(person, case, **changes):
    with acting_as(person) as actor:
        return write_interview(actor=actor, case=case, values=TALK | changes, now=NOW)


def say(person, case, recommends="trafficked", now=NOW):
    with acting_as(person) as actor:
        return recommend(actor=actor, case=case, recommends=recommends, weighing="It fits.", now=now)


def own(person, case, **more):
    with acting_as(person) as actor:
        return write_own_assessment(actor=actor, case=case, words="Six in a van.", now=NOW, **more)


def refused(act, *args, **more):
    with pytest.raises(Refused) as refusal:
        act(*args, **more)
    return refusal.value.field


def open_work(agency, **narrowed):
    with as_owner():
        rows = Assignment.objects.filter(to=agency, done_at=None, **narrowed) | Assignment.objects.filter(
            to=None, author=agency, done_at=None, **narrowed
        )
        return {row.work: row for row in rows}


# Who may


def test_the_coordinator_and_who_decides_write_talks_and_nobody_else(people):
    case = accepted(people)
    take_on(people, case, people.otto, "supporter")
    for person in (people.poul, people.otto, people.nina, people.stine, people.rita):
        refused(talk, person, case)
    talk(people.carl, case)
    talk(people.ulla, case)
    assert (sees(people.carl, Interview), sees(people.ulla, Interview), sees(people.poul, Interview)) == (2, 2, 0)


def test_police_and_supporters_write_their_own_assessment_which_those_who_decide_read(people):
    case = accepted(people)
    take_on(people, case, people.otto, "supporter")
    own(people.poul, case)
    own(people.otto, case)
    for person in (people.carl, people.ulla, people.nina):
        refused(own, person, case)
    seen = {name: sees(getattr(people, name), OwnAssessment) for name in ("carl", "ulla", "poul", "otto", "nina")}
    assert seen == {"carl": 2, "ulla": 2, "poul": 1, "otto": 1, "nina": 0}


def test_an_own_assessment_is_gone_on_with_by_its_agency_unless_a_colleague_was_faster(people):
    case = accepted(people)
    first = own(people.poul, case)
    with acting_as(people.poul) as poul:
        write_own_assessment(actor=poul, case=case, words="Seven.", now=NOW, current=first, version=1)
        with pytest.raises(Stale):
            write_own_assessment(actor=poul, case=case, words="Eight.", now=NOW, current=first, version=1)
        assert OwnAssessment.objects.get().words == "Seven."


def test_only_the_coordinator_recommends(people):
    case = accepted(people)
    talk(people.carl, case)
    for person in (people.ulla, people.poul, people.nina, people.rita):
        refused(say, person, case)
    assert say(people.cecilie, case).recommends == "trafficked"
    assert (sees(people.ulla, Recommendation), sees(people.poul, Recommendation)) == (1, 0)


# What is refused


def test_under_18_nobody_is_heard_without_a_representative(people):
    case = accepted(people, MINOR)
    assert refused(talk, people.carl, case) == "present"
    talk(people.carl, case, present=["representative"])


def test_a_recommendation_needs_a_talk_and_one_that_stands(people):
    case = accepted(people)
    assert refused(say, people.carl, case) == "recommends"
    held = talk(people.carl, case)
    with acting_as(people.carl):
        held.withdrawn_at = NOW
        held.save(update_fields=["withdrawn_at"])
    assert refused(say, people.carl, case) == "recommends"


def test_a_talk_is_gone_on_with_by_its_own_agency_unless_a_colleague_was_faster(people):
    case = accepted(people)
    held = talk(people.carl, case)
    with acting_as(people.cecilie) as cecilie:
        later = change_interview(
            actor=cecilie, case=case, interview=held, version=1, values=TALK | {"journey": "By bus."}, now=NOW
        )
        assert (later.journey, later.version) == ("By bus.", 2)
    with acting_as(people.carl) as carl, pytest.raises(Stale):
        change_interview(
            actor=carl, case=case, interview=held, version=1, values=TALK | {"journey": "By air."}, now=NOW
        )


# Whose work it is


def test_a_recommendation_gives_the_decision_to_whoever_decides_with_its_deadline(people):
    case = answered(people)
    assert "assess" in open_work(people.cecilie.agency)
    talk(people.carl, case)
    say(people.carl, case)
    assert "assess" not in open_work(people.cecilie.agency)
    work = open_work(people.ulla.agency)["decide"]
    assert (work.lane, work.due_at.date()) == (Assignment.Lane.DECIDE, (NOW + timedelta(days=6)).date())
    with as_owner():
        assert Notice.objects.filter(to=people.ulla.agency, what="recommended").count() == 1


def test_for_lawful_stay_the_decision_is_cmm_s_own_work_among_the_persons_it_helps(people):
    case = answered(people, {"referral.residence_status": "lawful"} | MINOR)
    talk(people.carl, case, present=["representative"])
    say(people.carl, case)
    work = open_work(people.cecilie.agency)["decide"]
    assert (work.lane, work.due_at) == (Assignment.Lane.DETAINED, NOW + timedelta(days=2))


def test_not_yet_leaves_the_assessment_open_and_asks_nobody(people):
    case = answered(people)
    say(people.carl, case, "not_yet")
    assert "assess" in open_work(people.cecilie.agency)
    assert open_work(people.ulla.agency) == {}


def test_a_new_recommendation_replaces_the_work_of_the_first(people):
    case = answered(people)
    talk(people.carl, case)
    say(people.carl, case)
    say(people.carl, case, "presumed", now=NOW + timedelta(days=1))
    with as_owner():
        assert Assignment.objects.filter(to=people.ulla.agency, work="decide", done_at=None).count() == 1


# Ask nothing twice


def told(person, case, but=None):
    with acting_as(person) as actor:
        page = case_page(actor, case, NOW)
        return [(one.theme, one.who, one.words or one.codes) for one in told_before(page, but=but)]


def found(person, case):
    with acting_as(person) as actor:
        return candidates(case_page(actor, case, NOW))


def test_what_was_told_stands_by_theme_with_whom_it_was_told_to(people):
    case = accepted(people, {"referral.indicators": [CODE, OTHER]})
    own(people.poul, case)
    held = talk(people.carl, case, journey="A neighbour paid.", confirmed=[CODE])
    assert set(told(people.carl, case)) == {
        ("", "HopeNow", "locked in, no pay"),
        ("journey", "HopeNow", (CODE,)),
        ("work", "HopeNow", (OTHER,)),
        ("", "Fyns Politi", "Six in a van."),
        ("journey", "CMM", "A neighbour paid."),
        ("journey", "CMM", (CODE,)),
    }
    assert not [one for one in told(people.carl, case, but=held) if one[1] == "CMM"]
    assert told(people.poul, case) == [("", "Fyns Politi", "Six in a van.")]  # no more than is theirs


def test_an_indicator_may_decide_until_the_last_talk_that_asked_denies_it(people):
    case = accepted(people, {"referral.indicators": [CODE, OTHER]})
    assert found(people.ulla, case) == {CODE: ["HopeNow"], OTHER: ["HopeNow"]}
    talk(people.carl, case, refuted=[CODE], confirmed=["recruitment_threats"])
    assert found(people.ulla, case) == {OTHER: ["HopeNow"], "recruitment_threats": ["CMM"]}
    talk(people.carl, case, began_at=NOW, confirmed=[CODE])
    assert found(people.ulla, case)[CODE] == ["HopeNow", "CMM"]
    assert found(people.poul, case) == {}
