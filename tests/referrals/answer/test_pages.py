"""The preview and its answer, what is said back and forth, and who has the case."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.envelope.models import Case
from cases.wall import acting_as
from referrals.referral.models import Feedback
from tests.conftest import as_owner
from tests.people import accepted, asked, hire, referred, signed_in
from victims.contact_person.models import ContactPerson
from victims.identity.models import Name

pytestmark = pytest.mark.pages


def page(case: Case) -> str:
    return reverse("referrals:preview", args=[case.pk])


def answer(person: Any, case: Case, verb: str, **more: Any) -> Any:
    return signed_in(person).post(page(case), {"verb": verb, "words": "", "submission": uuid4()} | more)


def said(case: Case) -> list[tuple[str, int]]:
    with as_owner():
        return list(Feedback.objects.filter(case=case).order_by("written_at").values_list("what", "to_id"))


def test_the_addressee_is_led_to_the_preview_which_has_no_name(people):
    case = referred(people)
    response = signed_in(people.carl).get(reverse("cases:case", args=[case.pk]), follow=True)
    assert response.redirect_chain == [(page(case), 302)]
    with acting_as(people.nina):
        name = case_name(case)
    assert name
    assert name not in response.content.decode()
    assert name in signed_in(people.nina).get(reverse("cases:case", args=[case.pk])).content.decode()


def case_name(case: Case) -> str:
    from referrals.referral.models import Referral

    return Referral.objects.get(case=case).name or ""


def test_nothing_is_chosen_beforehand_and_nothing_sent_is_refused_with_the_text_kept(people):
    case = referred(people)
    assert b"checked" not in signed_in(people.carl).get(page(case)).content
    response = signed_in(people.carl).post(
        page(case), {"words": "Which language does she speak?", "submission": uuid4()}
    )
    assert response.status_code == 200
    assert b"Which language does she speak?" in response.content
    assert said(case) == []


def test_accepting_names_the_responsible_and_the_contact_and_writes_the_name(people):
    case = referred(people)
    response = answer(people.cecilie, case, "accept", responsible=people.carl.pk, contact_person=people.cecilie.pk)
    assert response.url == reverse("cases:case", args=[case.pk])
    with acting_as(people.carl):
        assert Case.objects.get(pk=case.pk).state == "accepted"
        assert ContactPerson.objects.get(case=case).person == people.cecilie
        assert Name.objects.get(case=case).used == case_name(case)
    assert said(case) == [("received", people.nina.agency_id)]


@pytest.mark.parametrize("wrong", ["", "nina", "adam", "rita", "left"])
def test_a_responsible_is_one_of_the_own_caseworkers(people, wrong):
    case = referred(people)
    chosen = getattr(people, wrong).pk if wrong else ""
    response = answer(people.cecilie, case, "accept", responsible=chosen, contact_person=people.carl.pk)
    assert response.status_code == 200
    assert said(case) == []


def test_asking_passing_and_declining_need_their_words_or_receiver(people):
    case = referred(people)
    for verb in ("ask", "decline", "pass_on"):
        assert answer(people.cecilie, case, verb).status_code == 200
    response = answer(people.cecilie, case, "pass_on", receiver=people.sara.agency_id)  # a shelter coordinates nothing
    assert response.status_code == 200
    assert said(case) == []


def test_who_passed_on_or_declined_sees_the_case_no_more(people):
    for verb, more in (("pass_on", {"receiver": people.mona.agency_id}), ("decline", {"words": "She is in Sweden."})):
        case = referred(people)
        assert answer(people.cecilie, case, verb, **more).url == reverse("home")
        assert signed_in(people.cecilie).get(reverse("cases:case", args=[case.pk])).status_code == 404


def test_two_who_answer_at_once_are_one_after_the_other_and_the_second_is_told(people):
    case = referred(people)
    answer(people.cecilie, case, "accept", responsible=people.carl.pk, contact_person=people.carl.pk)
    response = signed_in(people.carl).post(
        page(case), {"verb": "decline", "words": "no", "submission": uuid4()}, follow=True
    )
    assert response.redirect_chain == [(reverse("cases:case", args=[case.pk]), 302)]
    assert said(case) == [("received", people.nina.agency_id)]


def test_a_reader_sees_the_preview_and_has_no_answer_to_send(people):
    case = referred(people)
    response = signed_in(people.rita).get(page(case))
    assert response.status_code == 200
    assert b'name="verb"' not in response.content
    assert answer(people.rita, case, "decline", words="no").status_code == 404


def test_the_sender_is_shown_the_question_and_answers_it_once(people):
    case = asked(people)
    home = signed_in(people.nina).get(reverse("home")).content.decode()
    assert case.number in home
    reply = reverse("referrals:say", args=[case.pk, "reply"])
    assert b"Which language?" in signed_in(people.nina).get(reply).content
    assert signed_in(people.nina).post(reply, {"words": "Edo.", "submission": uuid4()}).status_code == 302
    response = signed_in(people.nina).post(reply, {"words": "Edo.", "submission": uuid4()})
    assert response.status_code == 200  # there is no question left
    assert [what for what, _to in said(case)] == ["question", "reply"]


def test_only_who_it_concerns_says_anything(people):
    case = accepted(people)
    for person, verb, status in (
        (people.nina, "reply", 200),  # there is no question now: told so
        (people.nina, "answer", 404),  # never the sender's
        (people.poul, "ask", 404),
        (people.ulla, "answer", 404),
        (people.otto, "ask", 404),
    ):
        response = signed_in(person).post(
            reverse("referrals:say", args=[case.pk, verb]), {"words": "x", "submission": uuid4()}
        )
        assert response.status_code == status, (person, verb)
    assert signed_in(people.cecilie).get(reverse("referrals:say", args=[case.pk, "decline"])).status_code == 404
    assert [what for what, _to in said(case)] == ["received"]


@pytest.mark.parametrize("words", ["", "   ", "nul \x00", "x" * 4001])
def test_words_that_cannot_be_saved_are_refused_and_kept(people, words):
    case = accepted(people)
    response = signed_in(people.cecilie).post(
        reverse("referrals:say", args=[case.pk, "answer"]), {"words": words, "submission": uuid4()}
    )
    assert response.status_code == 200
    assert b"form-error" in response.content
    assert [what for what, _to in said(case)] == ["received"]


def test_the_coordinator_changes_who_has_the_case_and_others_do_not_find_the_page(people):
    case = accepted(people)
    people_page = reverse("referrals:people", args=[case.pk])
    colleague = hire(people.cecilie.agency, name="karl")
    response = signed_in(people.cecilie).post(people_page, {"responsible": "", "contact_person": colleague.pk})
    assert response.status_code == 302
    with acting_as(people.carl):
        assert [contact.person for contact in ContactPerson.objects.of(case.pk, people.carl)] == [
            people.carl,
            colleague,
        ]
    for person in (people.nina, people.ulla, people.poul, people.otto):
        assert signed_in(person).get(people_page).status_code == 404


def test_an_answer_that_closes_the_case_to_its_sender_can_be_sent_twice(people):
    case = referred(people)
    form = {"verb": "decline", "words": "She is in Sweden.", "submission": uuid4()}
    assert [signed_in(people.cecilie).post(page(case), form).url for _time in range(2)] == [reverse("home")] * 2
    assert [what for what, _to in said(case)] == ["declined"]


def test_the_same_form_sent_twice_has_one_effect(people):
    case = accepted(people)
    form = {"words": "We come at four.", "submission": uuid4()}
    address = reverse("referrals:say", args=[case.pk, "answer"])
    sent = [signed_in(people.cecilie).post(address, form) for _time in range(2)]
    assert [response.url for response in sent] == [reverse("cases:case", args=[case.pk])] * 2
    assert [what for what, _to in said(case)] == ["received", "answer"]
    assert signed_in(people.cecilie).post(address, {"words": "Without a key."}).status_code == 200
    assert [what for what, _to in said(case)] == ["received", "answer"]
