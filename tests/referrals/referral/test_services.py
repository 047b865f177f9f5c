"""The verbs of a referral: what each writes, whom it tells, who is on the case afterwards; and what it refuses."""

from datetime import timedelta

import pytest

from agencies.errors import Refused, Stale
from cases.models import Assignment, Case, Grant, Notice
from cases.records.services import withdraw
from cases.wall import acting_as
from referrals.models import Feedback, Preview, Referral
from referrals.own.selectors import drafts_of, own_referrals
from referrals.referral.rules import State
from referrals.referral.selectors import state_of
from referrals.referral.services import (
    accept_referral,
    answer_sender,
    ask_sender,
    change_people,
    decline_referral,
    discard_draft,
    parts_of,
    pass_on_referral,
    reply,
    save_draft,
    send_referral,
    start_referral,
    withdraw_referral,
)
from tests.conftest import NOW, as_owner, at_once
from tests.people import accepted, answered, asked, drafted, referred, sees, write
from victims.models import ContactPerson, Name

pytestmark = pytest.mark.database


def at(hours):
    return NOW + timedelta(hours=hours)


FREE = {"detention.since": None, "detention.place": None, "detention.detained_by": None}


def held_by(case, person):
    with acting_as(person):
        return parts_of(case, person).detention.detained_by


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


# Writing


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


# Sending


def test_sending_asks_cmm_and_tells_it(people):
    case = referred(people)
    assert case.state == "sent"
    assert on(case) == {"HopeNow": {"referrer"}, "CMM": {"addressee"}}
    with as_owner():
        system = Grant.objects.filter(content_object=case, legal_basis="system")
        assert set(system.values_list("permission__codename", flat=True)) == {
            "as_clock", "as_matcher", "as_statistics", "as_oversight",
        }  # fmt: skip
    assert told(case) == [("referred", "CMM")]
    assert open_work(case) == {("answer_referral", "CMM"): (1, at(5)), ("follow", "HopeNow"): (1, None)}
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.SENT
    with acting_as(people.nina) as nina:
        assert (list(drafts_of(nina)), list(own_referrals(nina))) == ([], [case])


@pytest.mark.parametrize(
    ("changes", "lane", "days"),
    [
        ({"detention.since": None, "detention.place": None, "detention.detained_by": None}, 3, 6),
        (
            {
                "detention.since": None,
                "detention.place": None,
                "detention.detained_by": None,
                "preview.age_band": "uncertain",
            },
            2,
            2,
        ),
        ({"preview.age_band": "0_14"}, 1, 0),
    ],
)
def test_the_lane_and_the_deadline_follow_from_what_was_written(people, changes, lane, days):
    case = referred(people, changes)
    found, due_at = open_work(case)["answer_referral", "CMM"]
    assert (found, (due_at.date() - NOW.date()).days) == (lane, days)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"referral.seen": None}, "referral.seen"),
        ({"preview.languages": []}, "preview.languages"),
        ({"preview.consent": ""}, "preview.consent"),
        ({"preview.consent": "refused"}, "preview.consent"),
        ({"preview.consent": "not_asked"}, "preview.consent"),
        ({"referral.met_at": NOW + timedelta(minutes=1)}, "referral.met_at"),
        ({"detention.since": NOW + timedelta(minutes=1)}, "detention.since"),
        ({"detention.since": None}, "detention.since"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused_at_its_field(people, changes, field):
    case = drafted(people, changes)
    with acting_as(people.nina) as nina, pytest.raises(Refused) as refused:
        send_referral(actor=nina, case=case, now=NOW)
    assert refused.value.field == field
    assert on(case) == {"HopeNow": {"referrer"}}


def test_without_consent_danger_to_life_sends(people):
    for consent in ("refused", "not_asked"):
        assert referred(people, {"preview.consent": consent, "preview.danger": "now"}).state == "sent"


def test_without_consent_the_police_request_an_assessment_and_others_do_not(people):
    changes = {"preview.consent": "refused", "preview.is_assessment_requested": True}
    assert referred(people, changes, by=people.henrik).state == "sent"
    for person, requested in ((people.nina, True), (people.henrik, False)):
        case = drafted(people, changes | {"preview.is_assessment_requested": requested}, by=person)
        with acting_as(person), pytest.raises(Refused, match="The person says no"):
            send_referral(actor=person, case=case, now=NOW)


def test_whoever_agrees_without_a_name_is_sent_without_it(people):
    case = referred(people, {"preview.consent": "without_name"})
    with acting_as(people.nina):
        assert Referral.objects.get(case=case).name is None
    with acting_as(people.cecilie) as cecilie:
        accept_referral(actor=cecilie, case=case, responsible=people.carl, contact_person=people.carl, now=NOW)
        assert (Referral.objects.get(case=case).name, Name.objects.count()) == (None, 0)


def test_sending_twice_is_refused(people):
    case = referred(people)
    with acting_as(people.nina) as nina:
        refuses("The referral has already been sent.", send_referral, actor=nina, case=case, now=at(1))
    assert told(case) == [("referred", "CMM")]


@pytest.mark.commits
def test_of_two_who_send_at_once_one_is_refused(people):
    case = drafted(people)

    def sending(person):
        def act(together):
            with acting_as(person):
                together()
                send_referral(actor=person, case=case, now=NOW)

        return act

    [error] = at_once(sending(people.nina), sending(people.nora))
    assert isinstance(error, Refused)
    assert (told(case), on(case)) == ([("referred", "CMM")], {"HopeNow": {"referrer"}, "CMM": {"addressee"}})


def test_who_only_reads_or_is_not_on_the_case_does_nothing(people):
    case = referred(people)
    words = {"case": case, "words": "x", "now": NOW}
    acts = [
        (send_referral, {"case": case, "now": NOW}),
        (withdraw_referral, {"case": case, "now": NOW}),
        (discard_draft, {"case": case}),
        (pass_on_referral, words | {"to": people.mona.agency}),
        (accept_referral, {"case": case, "now": NOW, "responsible": people.carl, "contact_person": people.carl}),
        *((act, words) for act in (ask_sender, reply, decline_referral, answer_sender)),
    ]
    for person in (people.rita, people.otto, people.ulla, people.left):
        with acting_as(person):
            for act, kwargs in acts:
                refuses("Your role reads this case and changes nothing on it.", act, actor=person, **kwargs)


# Question and reply


def test_a_question_is_told_and_worked_on_until_it_is_answered(people):
    case = asked(people)
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.ASKED
    assert told(case) == [("referred", "CMM"), ("asked", "HopeNow")]
    assert open_work(case)["answer_question", "HopeNow"] == (1, at(5))  # the deadline runs on
    with acting_as(people.nora) as nora:
        answer = reply(actor=nora, case=case, words="  Vietnamese. ", now=at(1))
    assert (answer.words, answer.to) == ("Vietnamese.", people.cecilie.agency)
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.SENT
    assert ("answer_question", "HopeNow") not in open_work(case)
    assert told(case)[-1] == ("replied", "CMM")
    with acting_as(people.nina) as nina:
        refuses("There is no question to answer.", reply, actor=nina, case=case, words="again", now=at(2))


def test_a_second_question_before_the_reply_is_refused(people):
    case = asked(people)
    with acting_as(people.cecilie) as cecilie, pytest.raises(Refused, match="A question can be asked while"):
        ask_sender(actor=cecilie, case=case, words="And?", now=at(1))


def test_the_coordinator_asks_too_and_the_sender_replies(people):
    case = accepted(people)
    with acting_as(people.carl) as carl:
        ask_sender(actor=carl, case=case, words="Where are her papers?", now=at(1))
    assert stands(case, people.nina) == State.ACCEPTED
    with acting_as(people.nina) as nina:
        reply(actor=nina, case=case, words="With the landlord.", now=at(2))
        refuses("There is no question to answer.", reply, actor=nina, case=case, words="again", now=at(3))
    assert [what for what, *_ in said(case)] == ["received", "question", "reply"]


def test_words_that_are_needed_are_asked_for(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        about = {"actor": cecilie, "case": case, "words": " \n", "now": NOW, "field": "words"}
        refuses("Write what you need to know.", ask_sender, **about)
        refuses("Write why, so that the sender knows.", decline_referral, **about)
        ask_sender(actor=cecilie, case=case, words="?", now=NOW)
    with acting_as(people.nina) as nina:
        refuses("Write your answer.", reply, **about | {"actor": nina})
    other = accepted(people)
    with acting_as(people.cecilie):
        refuses("Write the answer.", answer_sender, **about | {"case": other})


def test_a_question_on_the_wrong_case_is_withdrawn_and_nobody_answers_it(people):
    case = asked(people)
    with acting_as(people.cecilie):
        withdraw(record=Feedback.objects.get(what="question"), now=at(1))
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.SENT
    assert ("answer_question", "HopeNow") not in open_work(case)


# Passing on, declining, sending again


def test_passing_on_moves_question_work_and_deadline_and_tells_the_sender_to_whom(people):
    case = asked(people)
    with acting_as(people.cecilie) as cecilie:
        pass_on_referral(actor=cecilie, case=case, to=people.mona.agency, words=" A child of theirs. ", now=at(1))
    assert on(case) == {"HopeNow": {"referrer"}, "Københavns Kommune": {"addressee"}}
    assert open_work(case) == {
        ("answer_referral", "Københavns Kommune"): (1, at(5)), ("follow", "HopeNow"): (1, None),
    }  # fmt: skip
    assert said(case)[-1] == ("passed_on", "CMM", "HopeNow", "A child of theirs.")
    assert sorted(told(case)[-2:]) == [("passed_on", "HopeNow"), ("referred", "Københavns Kommune")]
    assert stands(case, people.nina) == stands(case, people.mona) == State.SENT
    with acting_as(people.nina):
        assert Feedback.objects.get(what="passed_on").receiver == people.mona.agency
    with acting_as(people.mona) as mona:
        accept_referral(actor=mona, case=case, responsible=mona, contact_person=mona, now=at(2))
    assert on(case)["Københavns Kommune"] == {"coordinator"}


def test_it_is_passed_on_to_one_who_can_coordinate_alone(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        for wrong in (None, people.nina.agency, people.ulla.agency, people.sara.agency, cecilie.agency):
            refuses(
                "Choose a municipality or a children's centre.", pass_on_referral, field="receiver",
                actor=cecilie, case=case, to=wrong, words="", now=NOW,
            )  # fmt: skip
    assert on(case)["CMM"] == {"addressee"}


def test_a_declined_referral_is_known_with_its_reason_and_sent_again(people):
    case = asked(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="A child.", now=at(1))
    assert on(case) == {"HopeNow": {"referrer"}}
    assert (stands(case, people.nina), told(case)[-1]) == (State.DECLINED, ("declined", "HopeNow"))
    assert said(case)[-1] == ("declined", "CMM", "HopeNow", "A child.")
    assert open_work(case) == {("follow", "HopeNow"): (1, None)}
    with acting_as(people.nina) as nina:
        send_referral(actor=nina, case=case, addressee=people.mona.agency, now=at(2))
    assert on(case) == {"HopeNow": {"referrer"}, "Københavns Kommune": {"addressee"}}
    assert stands(case, people.nina) == stands(case, people.mona) == State.SENT
    assert open_work(case)["answer_referral", "Københavns Kommune"] == (1, at(7))  # from the new question on
    assert ("sent_again", "HopeNow", "Københavns Kommune", None) in said(case)
    with acting_as(people.nina) as nina:  # nobody follows it twice
        assert Assignment.objects.filter(work="follow").count() == 1


# Accepting


def test_accepting_names_two_people_and_puts_on_whom_the_law_puts_on(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        accept_referral(
            actor=cecilie, case=case, responsible=people.carl, contact_person=cecilie, words=" Welcome. ", now=at(1)
        )
        contact = ContactPerson.objects.get()
        assert (contact.person, contact.phone) == (cecilie, cecilie.agency.phone)
        name = Name.objects.get()
        assert (name.used, name.language) == ("Ngọc", "vie")
        assert Assignment.objects.get(work="answer_sender").responsible == people.carl
    assert on(case) == {
        "HopeNow": {"referrer"}, "CMM": {"coordinator"}, "US": {"competent", "immigration"}, "Fyns Politi": {"police"},
    }  # fmt: skip
    assert open_work(case) == {("answer_sender", "CMM"): (1, at(5)), ("follow", "HopeNow"): (1, None)}
    assert said(case) == [("received", "CMM", "HopeNow", "Welcome.")]
    assert sorted(told(case)) == [
        ("put_on", "Fyns Politi"), ("put_on", "US"), ("received", "HopeNow"), ("referred", "CMM"),
    ]  # fmt: skip
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.ACCEPTED


@pytest.mark.parametrize("status", ["lawful", "unknown"])
def test_with_lawful_or_unknown_stay_cmm_decides(people, status):
    free = {"detention.since": None, "detention.place": None, "detention.detained_by": None}
    case = accepted(people, free | {"referral.residence_status": status})
    assert on(case) == {"HopeNow": {"referrer"}, "CMM": {"coordinator", "competent"}}


def test_an_asylum_seekers_case_is_the_immigration_services(people):
    case = accepted(people, {"referral.residence_status": "asylum_seeker"})
    assert on(case)["US"] == {"competent", "immigration"}


def test_police_that_referred_and_hold_the_person_are_on_it_as_both_and_told_once(people):
    case = accepted(people, by=people.poul)
    assert on(case)["Fyns Politi"] == {"referrer", "police"}
    assert [what for what, to in told(case) if to == "Fyns Politi"] == ["received"]


def test_the_responsible_and_the_contact_are_own_caseworkers(people):
    case = referred(people)
    able = {"responsible": people.carl, "contact_person": people.carl}
    with acting_as(people.cecilie) as cecilie:
        for field in able:
            for wrong in (people.ulla, people.rita, people.adam):
                refuses(
                    "Choose one of your own caseworkers.", accept_referral, field=field,
                    actor=cecilie, case=case, now=NOW, **able | {field: wrong},
                )  # fmt: skip
    assert stands(case, people.nina) == State.SENT


def test_after_acceptance_nothing_of_before_is_possible(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        refuses(TAKEN, pass_on_referral, actor=cecilie, case=case, to=people.mona.agency, words="", now=NOW)
        refuses(TAKEN, decline_referral, actor=cecilie, case=case, words="x", now=NOW)
        able = {"responsible": people.carl, "contact_person": people.carl}
        refuses(TAKEN, accept_referral, actor=cecilie, case=case, now=NOW, **able)
    with acting_as(people.nina) as nina:
        sentence = "The referral can no longer be withdrawn: it has been accepted or closed."
        refuses(sentence, withdraw_referral, actor=nina, case=case, now=NOW)


@pytest.mark.commits
def test_of_two_who_accept_at_once_one_is_refused(people):
    case = referred(people)

    def accepting(person):
        def act(together):
            with acting_as(person):
                together()
                accept_referral(actor=person, case=case, responsible=person, contact_person=person, now=NOW)

        return act

    [error] = at_once(accepting(people.cecilie), accepting(people.carl))
    assert (type(error), error.sentence) == (Refused, TAKEN)
    with as_owner():
        assert ContactPerson.objects.count() == Name.objects.count() == 1
        assert Grant.objects.filter(permission__codename="as_coordinator").count() == 1


@pytest.mark.commits
def test_of_accepting_and_withdrawing_at_once_one_is_refused(people):
    case = referred(people)

    def accepting(together):
        with acting_as(people.cecilie) as cecilie:
            together()
            accept_referral(actor=cecilie, case=case, responsible=cecilie, contact_person=cecilie, now=NOW)

    def withdrawing(together):
        with acting_as(people.nina) as nina:
            together()
            withdraw_referral(actor=nina, case=case, now=NOW)

    [error] = at_once(accepting, withdrawing)
    assert isinstance(error, Refused)
    assert stands(case, people.nina) in (State.ACCEPTED, State.WITHDRAWN)
    assert sees(people.cecilie, Case) == (1 if stands(case, people.nina) == State.ACCEPTED else 0)


def test_people_are_changed_and_the_newest_contact_holds(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        change_people(actor=cecilie, case=case, responsible=cecilie, contact_person=people.carl, now=at(1))
        assert ContactPerson.objects.count() == 1  # the same one is not written again
        change_people(actor=cecilie, case=case, responsible=None, contact_person=cecilie, now=at(2))
        assert [row.person for row in ContactPerson.objects.of(case.pk, cecilie)] == [people.carl, cecilie]
        assert Assignment.objects.get(work="answer_sender").responsible is None


# Answering


def test_the_answer_reaches_the_sender_and_the_assessment_follows(people):
    case = answered(people)
    assert ("answer", "CMM", "HopeNow", "She has a bed.") in said(case)
    assert stands(case, people.nina) == stands(case, people.cecilie) == State.ANSWERED
    assert ("answered", "HopeNow") in told(case)
    assert open_work(case) == {("assess", "CMM"): (1, None), ("follow", "HopeNow"): (1, None)}
    with acting_as(people.carl) as carl:
        assert Assignment.objects.get(work="assess").responsible == carl


def test_a_second_answer_is_said_and_gives_no_second_work(people):
    case = answered(people)
    with acting_as(people.cecilie) as cecilie:
        answer_sender(actor=cecilie, case=case, words="And a lawyer.", now=at(1))
    assert open_work(case) == {("assess", "CMM"): (1, None), ("follow", "HopeNow"): (1, None)}
    assert [words for what, *_, words in said(case) if what == "answer"] == ["She has a bed.", "And a lawyer."]


def test_nobody_but_the_coordinator_answers_and_not_before_acceptance(people):
    case = referred(people)
    sentence = "The sender is answered once the referral has been accepted."
    with acting_as(people.cecilie) as cecilie:
        refuses(sentence, answer_sender, actor=cecilie, case=case, words="x", now=NOW)
    other = accepted(people)
    for person in (people.nina, people.ulla, people.poul):
        with acting_as(person):
            refuses(sentence, answer_sender, actor=person, case=other, words="x", now=NOW)


# Taking back


def test_a_withdrawn_referral_is_its_senders_alone_and_nothing_is_left_to_do(people):
    for story in (referred, asked):
        case = story(people)
        with acting_as(people.nina) as nina:
            withdraw_referral(actor=nina, case=case, now=at(1))
        assert (on(case), open_work(case)) == ({"HopeNow": {"referrer"}}, {})
        assert stands(case, people.nina) == State.WITHDRAWN
        assert sees(people.cecilie, Case) == 0
        with acting_as(people.nina) as nina:
            refuses("The referral has already been sent.", send_referral, actor=nina, case=case, now=at(2))


def test_a_withdrawn_referral_leaves_whoever_it_was_passed_on_to_nothing_to_do(people):
    case = asked(people)
    with acting_as(people.cecilie) as cecilie:
        pass_on_referral(actor=cecilie, case=case, to=people.mona.agency, words="", now=at(1))
    assert "Københavns Kommune" in str(open_work(case))
    with acting_as(people.nina) as nina:
        withdraw_referral(actor=nina, case=case, now=at(2))
    assert (on(case), open_work(case)) == ({"HopeNow": {"referrer"}}, {})
    assert sees(people.mona, Assignment) == sees(people.cecilie, Assignment) == 0


def test_nobody_ends_anothers_work_by_hand(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        pass_on_referral(actor=cecilie, case=case, to=people.mona.agency, words="", now=at(1))
    assert sees(people.nina, Assignment, to=people.mona.agency) == 0
    with acting_as(people.nina):
        assert Assignment.objects.filter(case=case, to=people.mona.agency).update(done_at=at(2)) == 0
    assert sees(people.mona, Assignment, done_at=None) == 1


def test_a_declined_referral_is_withdrawn_too(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="no", now=at(1))
    with acting_as(people.nina) as nina:
        withdraw_referral(actor=nina, case=case, now=at(2))
    assert stands(case, people.nina) == State.WITHDRAWN


def test_a_discarded_draft_is_nobodys(people):
    case = drafted(people)
    with acting_as(people.nora) as nora:
        discard_draft(actor=nora, case=case)
    assert on(case) == {}
    assert sees(people.nina, Case) == sees(people.nina, Referral) == 0
    with as_owner():
        assert Case.objects.get().state == "closed"
    sent = referred(people)
    with acting_as(people.nina) as nina:
        refuses(
            "Only a draft can be deleted. Withdraw the referral instead.", discard_draft, actor=nina, case=sent
        )  # fmt: skip


# By telephone


def test_by_telephone_the_caller_reads_and_is_answered(people):
    case = referred(people, by=people.carl, caller_agency=people.nina.agency)
    assert on(case) == {"HopeNow": {"referrer"}, "CMM": {"referrer", "addressee"}}
    with acting_as(people.carl) as carl:
        ask_sender(actor=carl, case=case, words="Her age?", now=at(1))
    assert said(case) == [("question", "CMM", "HopeNow", "Her age?")]
    with acting_as(people.nina) as nina:
        reply(actor=nina, case=case, words="Twenty.", now=at(2))
    with acting_as(people.carl) as carl:
        accept_referral(actor=carl, case=case, responsible=carl, contact_person=carl, now=at(3))
        answer_sender(actor=carl, case=case, words="She has a bed.", now=at(4))
    assert [(what, to) for what, _, to, _ in said(case)][-2:] == [("received", "HopeNow"), ("answer", "HopeNow")]
    with acting_as(people.nina) as nina:
        assert list(own_referrals(nina)) == [case]


def test_only_cmm_records_by_telephone_and_a_discarded_one_is_gone_for_the_caller(people):
    with acting_as(people.nina) as nina:
        refuses(
            "Only CMM records referrals by telephone.", start_referral,
            actor=nina, now=NOW, caller_agency=people.otto.agency,
        )  # fmt: skip
    case = drafted(people, by=people.carl, caller_agency=people.nina.agency)
    assert sees(people.nina, Referral) == 1
    with acting_as(people.carl) as carl:
        discard_draft(actor=carl, case=case)
    assert (on(case), sees(people.nina, Referral)) == ({}, 0)


def test_a_name_that_was_typed_and_taken_out_before_sending_was_never_sent(people, clock):
    case = drafted(people)
    with acting_as(people.nina) as nina:
        write(nina, case, {"preview.consent": "without_name"})
        send_referral(actor=nina, case=case, now=clock.later(minutes=5))
        assert "Ngọc" in {row.name for row in Referral.history.filter(case_id=case.pk)}  # the author's own draft
    with acting_as(people.cecilie) as cecilie:
        accept_referral(
            actor=cecilie, case=case, responsible=people.carl, contact_person=people.carl, now=clock.later(minutes=6)
        )
        assert {row.name for row in Referral.history.filter(case_id=case.pk)} == {None}
        assert Name.objects.filter(case=case).count() == 0
