"""Keeping off a case: oneself, or a colleague by a lead; and who lets them back."""

from cases.grants import services as grants
from cases.grants.services import recuse
from cases.models import Case, Grant, Recusal
from cases.policy import Capacity
from cases.wall import acting_as
from tests.attempts import fails, refused, sql
from tests.conftest import NOW, as_owner
from tests.people import accepted, drafted, put, referred, sees
from victims.models import Name


def test_a_recused_person_is_off_the_case_and_colleagues_are_on(people):
    case = accepted(people)
    assert sees(people.carl, Name) == 1
    with acting_as(people.carl) as carl:
        recuse(actor=carl, case=case, reason="knows", now=NOW)
    assert (sees(people.carl, Name), sees(people.carl, Case), sees(people.cecilie, Name)) == (0, 0, 1)
    for person, known in ((people.carl, 1), (people.cecilie, 1), (people.rita, 0), (people.ulla, 0)):
        with acting_as(person):
            assert Recusal.objects.count() == known
    with acting_as(people.carl) as carl:
        assert refused(put, carl, case, people.ulla.agency, Capacity.MAINTAINER)
        assert Recusal.objects.all().delete()[0] == 0
    with acting_as(people.cecilie) as cecilie:
        put(cecilie, case, people.ulla.agency, Capacity.MAINTAINER)
        assert Recusal.objects.all().delete()[0] == 1
    assert sees(people.carl, Name) == 1


def test_a_lead_recuses_their_own_and_lifts_it_for_others_only(people):
    case, foreign = accepted(people), drafted(people, by=people.otto)
    with acting_as(people.cecilie) as cecilie:
        recuse(actor=cecilie, case=case, person=people.carl, reason="family", now=NOW)
        assert refused(recuse, actor=cecilie, case=case, person=people.ulla, reason="family", now=NOW)
        assert refused(
            recuse, actor=cecilie, case=foreign, reason="knows", now=NOW
        )  # it would tell that there is such a case
        recuse(actor=cecilie, case=case, reason="knows", now=NOW)
        assert [Recusal.objects.filter(user=user).delete()[0] for user in (cecilie, people.carl)] == [0, 1]


def test_a_caseworker_recuses_nobody_else(people):
    case = accepted(people)
    with acting_as(people.carl) as carl:
        assert refused(recuse, actor=carl, case=case, person=people.cecilie, reason="knows", now=NOW)
        assert Recusal.objects.count() == 0


def test_recusals_are_kept_and_lifted_by_the_own_lead_though_asked_without_looking(people):
    case = accepted(people)
    columns = "(id, case_id, user_id, reason, since)"
    insert = f"INSERT INTO cases_recusal {columns} VALUES (gen_random_uuid(), %s, %s, 'knows', now())"
    with acting_as(people.cecilie) as cecilie:
        sql(insert, case.pk, people.carl.pk)
        assert fails(sql, insert, case.pk, people.ulla.pk)
        sql(insert, case.pk, cecilie.pk)
        assert fails(sql, "UPDATE cases_recusal SET reason = 'other'")
    for person in (people.ulla, people.carl):
        with acting_as(person):
            assert sql("DELETE FROM cases_recusal") == 0
    with acting_as(people.cecilie):
        assert sql("DELETE FROM cases_recusal") == 1


def test_a_recused_person_accepts_and_ends_nothing_either(people):
    case, asked, third = accepted(people), referred(people), accepted(people)
    with acting_as(people.cecilie) as cecilie:
        for kept_off in (case, asked):
            recuse(actor=cecilie, case=kept_off, reason="party", now=NOW)
        by_nina = {"given_by": people.nina.agency, "legal_basis": "x", "now": NOW}
        assert fails(grants.grant, asked, cecilie.agency, grants.as_("coordinator"), **by_nina)
        assert put(cecilie, third, people.ulla.agency, Capacity.MAINTAINER)
        sql("DELETE FROM cases_grant")  # all that she may
    with as_owner():
        assert Grant.objects.filter(content_object=case, group=people.cecilie.agency_id).count() == 1
        assert Grant.objects.filter(content_object=third, group=people.cecilie.agency_id).count() == 0
    with acting_as(people.carl) as carl:
        assert put(carl, case, people.ulla.agency, Capacity.MAINTAINER)


def test_a_recused_person_closes_nothing(people):
    case = accepted(people)
    with acting_as(people.cecilie) as cecilie:
        recuse(actor=cecilie, case=case, reason="knows", now=NOW)
        assert sql("UPDATE cases_case SET state = 'closed'") == 0
