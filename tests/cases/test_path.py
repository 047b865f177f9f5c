"""One case from its first draft to its end, and what each on it sees at each step."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from agencies.models import Post
from cases.grants import services as grants
from cases.models import Assignment, Case, CaseAccess, Grant, Notice
from cases.policy import Capacity, Section
from cases.records.services import withdraw
from cases.wall import acting_as
from referrals.models import Feedback, Preview, Referral
from referrals.referral.services import decline_referral, pass_on_referral, send_referral
from tests.attempts import refused, sql
from tests.conftest import NOW, as_owner
from tests.people import (
    accepted,
    adds,
    answered,
    asked,
    disclosed,
    drafted,
    has,
    hire,
    put,
    question,
    referred,
    sees,
    take_on,
    who_has,
    who_sees,
    yes,
)
from victims.models import ContactPerson, Detention, Name

CMM = {"cecilie", "carl", "rita"}
HOPENOW = {"nina", "nora"}
FYN = {"poul"}


def test_draft_is_its_authors_alone(people):
    drafted(people)
    for model in (Case, Preview, Referral, Detention):
        assert who_sees(people, model) == HOPENOW


def test_addressee_sees_the_preview_and_the_detention_and_no_name(people):
    referred(people)
    assert who_sees(people, Preview) == {*HOPENOW, *CMM, "clock"}
    assert who_sees(people, Detention) == {*HOPENOW, *CMM, "clock", "counter"}
    assert who_sees(people, Referral) == HOPENOW
    assert who_sees(people, Case) == {*HOPENOW, *CMM, "clock", "counter", "matcher", "olga"}


def test_accepting_swaps_the_question_for_the_capacity(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        yes(cecilie, case)
        mine = Grant.objects.filter(group=cecilie.agency_id).values_list("permission__codename", flat=True)
        assert list(mine) == ["as_coordinator"]
        assert Case.objects.get().accepted_at == NOW
    assert who_sees(people, Referral) == HOPENOW | CMM


def test_acceptance_puts_on_whom_the_law_puts_on_and_writes_the_name(people):
    accepted(people)
    assert who_sees(people, Referral) == {*HOPENOW, *CMM, "ulla"}
    assert who_sees(people, Name) == {*CMM, *FYN, "ulla", "matcher"}
    assert who_sees(people, ContactPerson) == {*HOPENOW, *CMM, *FYN, "ulla"}
    assert who_sees(people, Detention) == {*HOPENOW, *CMM, *FYN, "ulla", "clock", "counter"}


def test_declining_closes_the_preview_and_the_opener_may_ask_another(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="A child of the municipality.", now=NOW)
    assert sees(people.cecilie, Preview) == 0
    with acting_as(people.nina) as nina:
        send_referral(actor=nina, case=case, addressee=people.mona.agency, now=NOW)
    assert sees(people.mona, Preview) == 1


def test_passing_on_moves_the_question(people):
    case = referred(people)
    with acting_as(people.cecilie) as cecilie:
        pass_on_referral(actor=cecilie, case=case, to=people.mona.agency, words="", now=NOW)
        connection.check_constraints()
    assert (sees(people.cecilie, Case), sees(people.mona, Preview), sees(people.mona, Referral)) == (0, 1, 0)
    with acting_as(people.mona) as mona:
        yes(mona, case)
    assert sees(people.mona, Referral) == 1


def test_referral_by_telephone_is_read_by_the_caller(people):
    case = drafted(people, by=people.carl, caller_agency=people.nina.agency)
    assert who_sees(people, Referral) == HOPENOW | CMM
    with acting_as(people.carl) as carl:
        send_referral(actor=carl, case=case, now=NOW)
        yes(carl, case)
    assert who_sees(people, Referral) == HOPENOW | CMM
    assert who_sees(people, Preview) == {*HOPENOW, *CMM, "clock"}


def test_shelters_are_asked_without_a_name_and_one_accepts(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        for shelter in (people.sara, people.stine):
            question(cecilie, case, shelter.agency, Capacity.SHELTER)
    assert [sees(people.sara, model) for model in (Preview, Name, Detention, Referral)] == [0, 0, 0, 0]
    assert {section.name for section in Section if has(people.sara, case, section)} == {
        "REQUEST", "FEEDBACK", "ASSIGNMENT",
    }  # fmt: skip
    assert {has(people.sara, case, section) for section in (Section.REQUEST, Section.FEEDBACK)} == {"o"}
    with acting_as(people.sara) as sara:
        yes(sara, case)
    with acting_as(people.stine) as stine:
        grants.decline(actor=stine, case=case)
    assert [sees(people.sara, model) for model in (Name, ContactPerson, Referral)] == [1, 1, 0]
    assert (sees(people.stine, Case), has(people.stine, case, Section.REQUEST)) == (0, "")
    assert who_has(people, case, Section.ACCOMMODATION) == {*CMM, "sara"}
    assert who_has(people, case, Section.ACCOMMODATION, "rw") == CMM


def test_who_gives_shelter_is_read_only_with_the_accommodation(people):
    case = accepted(people)

    def shelters_known_to(person):
        with acting_as(person):
            live = Grant.objects.filter(group=people.sara.agency_id).count()
            assert bool(live) == Grant.history.filter(group=people.sara.agency_id).exists()
            return live

    everybody = (people.cecilie, people.sara, people.poul, people.ulla, people.nina)
    with acting_as(people.cecilie) as cecilie:
        question(cecilie, case, people.sara.agency, Capacity.SHELTER)
    assert [shelters_known_to(person) for person in everybody] == [1, 1, 0, 0, 0]
    with acting_as(people.sara) as sara:
        yes(sara, case)
    assert [shelters_known_to(person) for person in everybody] == [1, 1, 0, 0, 0]
    with acting_as(people.poul):  # who reads the other parties
        assert Grant.objects.filter(group=people.ulla.agency_id).count() == 2


def test_the_result_reaches_the_sender_and_the_reasons_do_not(people):
    case = accepted(people)
    take_on(people, case, people.hanne, Capacity.HEALTH)
    assert who_has(people, case, Section.RESULT) == {*HOPENOW, *CMM, *FYN, "ulla", "counter"}
    assert who_has(people, case, Section.INDICATORS) == {*HOPENOW, *CMM, *FYN, "ulla", "counter"}
    assert who_has(people, case, Section.DECISION) == {*CMM, *FYN, "ulla", "counter"}
    assert who_has(people, case, Section.ASSESSMENT) == {*CMM, *FYN, "ulla"}
    assert who_has(people, case, Section.ASSESSMENT, "r") == {*CMM, "ulla"}
    assert who_has(people, case, Section.HEALTH) == {"hanne"}


def test_what_is_added_only_is_never_changed(people):
    asked(people)
    with acting_as(people.cecilie):
        assert refused(Feedback.objects.update, what="answer")
        assert refused(Notice.objects.update, what="answered")
        for model in (Feedback, Notice, Preview, Detention, Assignment):
            assert refused(model.objects.all().delete)


def test_feedback_goes_to_the_one_it_is_for(people):
    case = answered(people)
    take_on(people, case, people.hanne, Capacity.HEALTH)
    with acting_as(people.cecilie):
        assert set(Feedback.objects.values_list("case_id", "what")) == {(case.pk, "received"), (case.pk, "answer")}
    assert (sees(people.nina, Feedback), sees(people.hanne, Feedback), sees(people.ulla, Feedback)) == (2, 0, 2)
    with acting_as(people.hanne) as hanne:
        adds(Feedback, hanne, case, what="question", words="a question of ours")
    assert (sees(people.nina, Feedback), sees(people.hanne, Feedback), sees(people.ulla, Feedback)) == (2, 1, 3)


def test_who_reads_all_and_adds_own_changes_own_alone(people):
    case = accepted(people)
    with acting_as(people.cecilie):
        theirs = Name.objects.get(case=case)
    with acting_as(people.ulla) as ulla:
        own = adds(Name, ulla, case, used="Anh")
        assert Name.objects.count() == 2
        assert [Name.objects.filter(pk=row.pk).update(language="vie") for row in (theirs, own)] == [0, 1]
    with acting_as(people.cecilie):  # `w`
        assert Name.objects.filter(pk=own.pk).update(language="eng") == 1


def test_nobody_writes_in_another_agencys_name(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        assert refused(adds, Name, cecilie, case, author=people.ulla.agency, used="forged")


def test_a_disclosure_adds_a_section_and_its_revocation_takes_only_that(people):
    case = accepted(people)
    assert (sees(people.poul, Feedback), sees(people.poul, Name)) == (0, 1)
    disclosure = disclosed(people, case, sections=[Section.FEEDBACK, Section.NAME], to=people.poul)
    assert (sees(people.poul, Feedback), sees(people.poul, Name)) == (1, 1)
    with acting_as(people.cecilie):
        grants.revoke(disclosure)
    assert (sees(people.poul, Feedback), sees(people.poul, Name)) == (0, 1)  # the police read the name in any case


def test_a_disclosure_can_be_for_one_person(people):
    case = accepted(people)
    disclosed(people, case, sections=[Section.NAME], user=people.nina)
    assert (sees(people.nina, Name), sees(people.nora, Name)) == (1, 0)
    assert (sees(people.nina, Case), sees(people.nora, Case)) == (1, 1)


def test_a_lead_discloses_and_a_caseworker_does_not(people):
    case = accepted(people)
    told = {"agency": people.nina.agency, "purpose": "p", "legal_basis": "b", "until": None, "now": NOW}
    with acting_as(people.carl) as carl:
        assert refused(grants.disclose, actor=carl, case=case, sections=[Section.NAME], **told)
    with acting_as(people.cecilie) as cecilie:
        assert grants.disclose(actor=cecilie, case=case, sections=[Section.NAME], **told)


def test_only_who_answers_for_a_section_discloses_it(people):
    case = accepted(people)
    told = {"agency": people.otto.agency, "purpose": "p", "legal_basis": "b", "until": None, "now": NOW}
    with acting_as(people.poul) as poul:  # the police read the name, and write it nowhere; the detention they write
        assert refused(grants.disclose, actor=poul, case=case, sections=[Section.NAME], **told)
        assert grants.disclose(actor=poul, case=case, sections=[Section.DETENTION], **told)
    with acting_as(people.cecilie) as cecilie:  # what the sender wrote is nobody's to pass on
        assert refused(grants.disclose, actor=cecilie, case=case, sections=[Section.REFERRAL], **told)


def test_revoking_ends_and_leaving_ends_and_history_tells(people):
    case = accepted(people)
    with acting_as(people.cecilie):
        assert grants.end(case=case, agency=people.poul.agency, capacity=Capacity.POLICE)
        told = Grant.history.filter(group=people.poul.agency_id).order_by("history_date")
        assert list(told.values_list("history_type", "history_user__name")) == [("+", "Cecilie"), ("-", "Cecilie")]
    assert sees(people.poul, Case) == 0
    with acting_as(people.nina) as nina:
        assert grants.end(case=case, agency=nina.agency, capacity=Capacity.REFERRER)
    assert sees(people.nina, Case) == 0


def test_a_leaver_sees_nothing_from_the_next_statement(people):
    case = accepted(people)
    with acting_as(people.rita):
        assert Name.objects.filter(case=case).count() == 1
        with as_owner():
            Post.objects.filter(account=people.rita).update(is_active=False)
        assert Name.objects.count() == 0


def test_reading_role_reads_and_administrator_sees_no_case(people):
    case = accepted(people)
    assert (sees(people.rita, Name), sees(people.adam, Name), sees(people.left, Case)) == (1, 0, 0)
    assert sees(people.poul, Case) == 1  # of whose agency `left` was
    with acting_as(people.rita) as rita:
        assert refused(adds, Name, rita, case, used="x")
        assert refused(
            grants.grant, case, rita.agency, grants.as_("referrer"), given_by=rita.agency, legal_basis="x", now=NOW
        )
        assert Name.objects.update(language="eng") == 0
        assert refused(put, rita, case, people.ulla.agency, Capacity.MAINTAINER)
        assert Grant.objects.filter(group=rita.agency_id).delete()[0] == 0


def test_a_reader_opens_no_case(people):
    for person in (people.rita, people.adam, people.left):
        with acting_as(person):
            assert refused(Case.objects.create, number="T-0000-XX", opened_at=NOW, opened_by=person.agency)


def test_a_withdrawn_record_is_its_authors_alone_with_its_history(people):
    case = accepted(people)
    with acting_as(people.ulla) as ulla:
        wrong = adds(Name, ulla, case, used="of somebody else")
        wrong.language = "eng"
        wrong.save()
    assert sees(people.poul, Name, author=people.ulla.agency_id) == 1
    with acting_as(people.cecilie):  # who may change it may not withdraw it
        assert refused(Name.objects.filter(pk=wrong.pk).update, withdrawn_at=NOW)
        assert refused(sql, "UPDATE victims_name SET withdrawn_at = now()")  # nor without looking
    with acting_as(people.ulla):
        withdraw(record=wrong, now=NOW)
        assert Name.history.filter(id=wrong.pk).count() == 3
    assert {name for name, person in vars(people).items() if sees(person, Name, pk=wrong.pk)} == {"ulla"}
    with acting_as(people.poul):
        assert Name.history.filter(id=wrong.pk).count() == 0
    with acting_as(people.ulla):
        assert refused(Name.objects.filter(pk=wrong.pk).update, withdrawn_at=None)


def test_a_withdrawn_answer_too(people):
    answered(people)
    with acting_as(people.cecilie):
        wrong = Feedback.objects.get(what="answer")
    assert sees(people.nina, Feedback, what="answer") == 1
    with acting_as(people.cecilie):
        withdraw(record=wrong, now=NOW)
    assert sees(people.nina, Feedback, what="answer") == 0
    assert sees(people.cecilie, Feedback, what="answer") == 1


def test_the_clock_acts_as_one_on_the_case(people):
    case = accepted(people)
    assert has(people.clock, case, Section.DEADLINE) == "rw"
    with acting_as(people.clock) as clock:
        assert (Preview.objects.count(), Name.objects.count()) == (1, 0)
        assert refused(adds, Name, clock, case, used="x")
        assert refused(adds, Detention, clock, case)


def test_a_lapsed_disclosure_takes_nothing_else_along(people):
    case = accepted(people)
    now = datetime.now(UTC)
    disclosed(people, case, sections=[Section.NAME], until=now + timedelta(hours=2))
    with acting_as(people.nina):
        assert CaseAccess.objects.count() == 2
        assert (Name.objects.count(), Case.objects.visible_to(people.nina).count()) == (1, 1)
    with as_owner():  # two hours pass; nothing runs
        CaseAccess.objects.filter(until__isnull=False).update(until=now - timedelta(seconds=1))
    with acting_as(people.nina):
        seen = (Name.objects.count(), Referral.objects.count(), Case.objects.visible_to(people.nina).count())
        assert seen == (0, 1, 1)


def test_a_new_colleague_sees_what_the_agency_sees(people):
    accepted(people)
    assert sees(hire(people.cecilie.agency), Name) == 1
