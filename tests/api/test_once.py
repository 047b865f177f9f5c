"""Every POST has one effect for each Idempotency-Key."""

from typing import Any
from uuid import uuid4

import pytest

from cases.models import Case
from referrals.models import Feedback
from tests.api.programs import Program
from tests.conftest import as_owner, at_once
from tests.people import asked, referred

pytestmark = pytest.mark.pages


def count(model: Any, **narrowed: Any) -> int:
    with as_owner():
        return model.objects.filter(**narrowed).count()


def test_the_same_again_has_the_same_answer_and_no_second_effect(people: Any) -> None:
    nina, key = Program(people.nina), uuid4()
    first, second = [nina.post("/referrals", {"is_assessment_requested": True}, key=key) for _ in range(2)]
    assert (first.status_code, first.content, first.headers["Location"]) == (201, second.content, first.json()["href"])
    assert (second.status_code, second.headers["Location"]) == (201, first.headers["Location"])
    assert count(Case) == 1


def test_a_verb_that_is_over_is_answered_again(people: Any) -> None:
    case = asked(people)
    nina, key, where = Program(people.nina), uuid4(), f"/referrals/{case.pk}/reply"
    said = {"words": "Vietnamese."}
    answers = [nina.post(where, said, key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert count(Feedback, case=case, what="reply") == 1
    assert nina.post(where, said).status_code == 409  # another key: there is no question any more


def test_another_body_or_address_under_the_same_key_is_a_mistake(people: Any) -> None:
    case = referred(people)
    cecilie, key = Program(people.cecilie), uuid4()
    where = f"/referrals/{case.pk}/ask"
    assert cecilie.post(where, {"words": "Which language?"}, key=key).status_code == 200
    for address, words in ((where, "How old?"), (f"/referrals/{case.pk}/decline", "Which language?")):
        told = cecilie.post(address, {"words": words}, key=key)
        said = "This key was sent before, with something else. Choose another."
        assert (told.status_code, told.json()["detail"]) == (422, said)
    assert count(Feedback, case=case) == 1


def test_somebody_elses_key_is_taken_and_tells_nothing(people: Any) -> None:
    key = uuid4()
    assert Program(people.nina).post("/referrals", key=key).status_code == 201
    told = Program(people.nora).post("/referrals", key=key)
    assert (told.status_code, "href" in told.json()) == (422, False)
    assert count(Case) == 1


def test_what_was_refused_may_come_again(people: Any) -> None:
    nina, key = Program(people.nina), uuid4()
    referral = nina.do("/referrals")
    from tests.api.programs import WRITTEN

    assert nina.post(f"{referral}/send", key=key).status_code == 422
    nina.change("PATCH", referral, WRITTEN)
    assert nina.post(f"{referral}/send", key=key).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 428), ({"idempotency_key": ""}, 428), ({"idempotency_key": "7"}, 400)]
)
def test_without_a_key_nothing_is_done(people: Any, headers: Any, status: int) -> None:
    told = Program(people.nina).ask("POST", "/referrals", {}, **headers)
    assert (told.status_code, told.headers["Content-Type"]) == (status, "application/problem+json")
    assert count(Case) == 0


@pytest.mark.commits
def test_two_at_once_wait_for_each_other_and_get_the_same(people: Any) -> None:
    programs, key, answers = [Program(people.nina), Program(people.nina)], uuid4(), []

    def post(program: Program) -> Any:
        def act(ready: Any) -> None:
            ready()
            answers.append(program.post("/referrals", key=key))

        return act

    assert at_once(*map(post, programs)) == []
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert count(Case) == 1
