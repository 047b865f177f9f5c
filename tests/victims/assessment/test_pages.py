"""The pages of the assessment: what stands beside each theme, what is asked, what is refused, and the way to the decision."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.assignments.models import Assignment
from cases.wall import acting_as
from tests.conftest import NOW, as_owner
from tests.people import accepted, answered, signed_in, take_on
from victims.assessment.models import Interview, OwnAssessment, Recommendation

pytestmark = pytest.mark.pages
CODE, OTHER = "recruitment_deceived_job", "destination_low_pay"
TOLD = {"referral.indicators": [CODE, OTHER], "referral.danger_words": "The foreman knows her address."}
MINOR = {"preview.age_band": "uncertain"}


def url(name, case, *more):
    return reverse(f"victims:{name}", args=[case.pk, *more])


def moment(name, at):
    local = timezone.localtime(at)
    parts = {"day": local.day, "month": local.month, "year": local.year, "clock": f"{local:%H.%M}"}
    return {f"{name}_{part}": value for part, value in parts.items()}


def held(**changes):
    return {
        "submission": uuid4(), "place": "detention", **moment("began_at", NOW - timedelta(hours=1)), "interpreter": "present",
        "language": "vie", "companion": "declined", "journey": "A neighbour paid.", f"indicator-{CODE}": "yes",
        f"indicator-{OTHER}": "no",
    } | changes  # fmt: skip


def text_of(response):
    return (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xad", "").replace("\xa0", " ")
    )


def talks(people):
    with acting_as(people.carl):
        return list(Interview.objects.order_by("written_at"))


# The talk


def test_what_was_told_stands_above_each_field_and_only_the_rest_is_asked(people):
    case = accepted(people, TOLD | {"preview.danger": "now"})
    page = text_of(signed_in(people.carl).get(url("talk", case)))
    journey, work, home, wishes = page.split("Spørg om")[:4]
    assert "locked in, no pay" in journey
    assert ("HopeNow" in journey, "Blev lovet et andet job" in journey, "Får lav eller ingen løn" in work) == (
        True,
        True,
        True,
    )
    assert ("The foreman knows her address." in home, "Ingen har spurgt" in wishes) == (True, True)


def test_a_talk_is_saved_with_what_it_confirmed_and_denied(people):
    case = accepted(people, TOLD)
    response = signed_in(people.carl).post(url("talk", case), held(added=["recruitment_threats"], present=["lawyer"]))
    assert response["Location"] == reverse("cases:case", args=[case.pk])
    [talk] = talks(people)
    assert (talk.confirmed, talk.refuted, talk.present) == ([CODE, "recruitment_threats"], [OTHER], ["lawyer"])
    shown = text_of(signed_in(people.ulla).get(reverse("cases:case", args=[case.pk])))
    assert ("Arrest eller fængsel" in shown, "2 indikatorer bekræftet" in shown) == (True, True)
    for person in (people.poul, people.nina):
        assert "indikatorer bekræftet" not in text_of(signed_in(person).get(reverse("cases:case", args=[case.pk])))


def test_the_same_form_sent_twice_is_one_talk(people):
    case, once = accepted(people, TOLD), held()
    browser = signed_in(people.carl)
    assert [browser.post(url("talk", case), once).status_code for _time in range(2)] == [302, 302]
    assert len(talks(people)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": ""}, {"place": "the moon"}, {"interpreter": ""}, {"companion": ""}, {"language": ""}, {"began_at_clock": ""},
        moment("began_at", NOW + timedelta(days=1000)), moment("ended_at", NOW - timedelta(hours=2)), {"journey": "x\x00"},
        {"present": ["police_or_staff"]}, {"added": ["nothing"]}, {f"indicator-{CODE}": "perhaps"},
    ],
)  # fmt: skip
def test_bad_input_is_refused_beside_its_field_and_what_was_typed_stays(people, wrong):
    case = accepted(people, TOLD)
    response = signed_in(people.carl).post(url("talk", case), held(work="Twelve hours a day.") | wrong)
    page = response.content.decode()
    assert (response.status_code, "form-error" in page, "Twelve hours a day." in page) == (200, True, True)
    assert 'href="#id_' in page.split("</div>")[0] or "error-summary" in page
    assert talks(people) == []


def test_under_18_the_page_says_so_and_a_representative_must_take_part(people):
    case = accepted(people, TOLD | MINOR)
    browser = signed_in(people.carl)
    assert "Skal med: personen er eller er måske under 18 år" in text_of(browser.get(url("talk", case)))
    assert "En repræsentant" in text_of(browser.post(url("talk", case), held())) or talks(people) == []
    assert browser.post(url("talk", case), held(present=["representative"])).status_code == 302


def test_a_talk_is_gone_on_with_and_whoever_was_slower_loses_nothing(people):
    case = accepted(people, TOLD)
    signed_in(people.carl).post(url("talk", case), held())
    [talk] = talks(people)
    here = url("edit_talk", case, talk.pk)
    assert "A neighbour paid." in signed_in(people.cecilie).get(here).content.decode()
    assert signed_in(people.cecilie).post(here, held(version=1, journey="His uncle paid.")).status_code == 302
    browser = signed_in(people.carl)
    both = browser.post(here, held(version=1, journey="The foreman paid."))
    page = both.content.decode()
    assert (both.status_code, "His uncle paid." in page, "The foreman paid." in page) == (409, True, True)
    again = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page.split("<table")[1]))
    del again["together"]  # the other button's
    together = browser.post(here, again | {"together": "1"}).content.decode()
    assert ("His uncle paid." in together, "The foreman paid." in together) == (True, True)
    assert talks(people)[0].journey == "His uncle paid."
    assert browser.post(here, again).status_code == 302  # "save my version"
    assert talks(people)[0].journey == "The foreman paid."


def test_only_the_own_agency_goes_on_with_its_talk(people):
    case = accepted(people, TOLD)
    signed_in(people.carl).post(url("talk", case), held())
    here = url("edit_talk", case, talks(people)[0].pk)
    assert [
        signed_in(person).get(here).status_code for person in (people.ulla, people.poul, people.rita, people.otto)
    ] == [404] * 4


# The recommendation


def test_from_the_talk_to_the_check_to_the_receipt_to_whoever_decides(people):
    case = answered(people, TOLD)
    browser = signed_in(people.carl)
    response = browser.post(url("talk", case), held(go="recommend"))
    assert response["Location"] == url("recommendation", case)
    said = {"submission": uuid4(), "recommends": "presumed", "weighing": "The account fits."}
    check = browser.post(url("recommendation", case), said)
    assert ("Du er ved at indstille: Formodet handlet" in text_of(check), "The account fits." in text_of(check)) == (
        True,
        True,
    )
    with as_owner():
        assert not Recommendation.objects.exists()  # nothing is said before it is checked
    for _time in range(2):
        receipt = browser.post(url("recommendation", case), said | {"go": "send"})
        assert receipt["Location"] == url("recommended", case)
    with as_owner():
        assert Recommendation.objects.count() == 1
        assert Assignment.objects.filter(to=people.ulla.agency, work="decide", done_at=None).count() == 1
    shown = text_of(browser.get(url("recommended", case)))
    assert ("Indstillet: formodet handlet" in shown, "Afgøres senest" in shown, "kl. 16.00" in shown) == (True,) * 3
    assert "Afgør. Indstillingen: formodet handlet" in text_of(signed_in(people.ulla).get("/"))


def test_back_from_the_check_keeps_what_was_typed(people):
    case = answered(people, TOLD)
    browser = signed_in(people.carl)
    browser.post(url("talk", case), held())
    back = browser.post(
        url("recommendation", case),
        {"submission": uuid4(), "recommends": "presumed", "weighing": "It fits.", "go": "back"},
    )
    assert "It fits.</textarea>" in back.content.decode()


def test_without_a_talk_the_page_says_so_and_refuses(people):
    case = answered(people)
    browser = signed_in(people.carl)
    assert "Skriv samtalen" in text_of(browser.get(url("recommendation", case)))
    said = {"submission": uuid4(), "recommends": "trafficked", "weighing": "It fits.", "go": "send"}
    assert "error-summary" in browser.post(url("recommendation", case), said).content.decode()
    said = {"submission": uuid4(), "recommends": "not_yet", "weighing": "She was tired.", "go": "send"}
    assert browser.post(url("recommendation", case), said).status_code == 302
    assert "Udredningen er stadig åben" in text_of(browser.get(url("recommended", case)))


def test_cmm_s_queue_says_what_the_assessment_waits_for(people):
    case = answered(people, TOLD)
    browser = signed_in(people.carl)
    assert "Første samtale mangler" in text_of(browser.get("/"))
    assert f'href="{url("talk", case)}"' in browser.get(reverse("cases:case", args=[case.pk])).content.decode()
    browser.post(url("talk", case), held())
    assert "Indstil til den, der afgør" in text_of(browser.get("/"))
    assert (
        f'href="{url("recommendation", case)}"' in browser.get(reverse("cases:case", args=[case.pk])).content.decode()
    )


# One's own assessment


def test_police_and_supporters_each_write_and_read_their_own(people):
    case = accepted(people)
    take_on(people, case, people.otto, "supporter")
    page = reverse("cases:case", args=[case.pk])
    for person, words in ((people.poul, "Six in a van."), (people.otto, "She cries at night.")):
        done = signed_in(person).post(url("own_assessment", case), {"submission": uuid4(), "words": words})
        assert done["Location"] == page
    seen = {
        name: [
            words in text_of(signed_in(getattr(people, name)).get(page))
            for words in ("Six in a van.", "She cries at night.")
        ]
        for name in ("poul", "otto", "carl", "ulla", "nina")
    }
    both, neither = [True, True], [False, False]
    assert seen == {"poul": [True, False], "otto": [False, True], "carl": both, "ulla": both, "nina": neither}


def test_an_own_assessment_is_changed_and_whoever_was_slower_sees_both(people):
    case = accepted(people)
    browser = signed_in(people.poul)
    browser.post(url("own_assessment", case), {"submission": uuid4(), "words": "Six."})
    assert (
        browser.post(url("own_assessment", case), {"submission": uuid4(), "words": "Seven.", "version": 1}).status_code
        == 302
    )
    both = browser.post(url("own_assessment", case), {"submission": uuid4(), "words": "Eight.", "version": 1})
    assert (both.status_code, "Seven." in both.content.decode(), "Eight." in both.content.decode()) == (409, True, True)
    empty = browser.post(url("own_assessment", case), {"submission": uuid4(), "words": " ", "version": 2})
    assert (empty.status_code, "form-error" in empty.content.decode()) == (200, True)
    with acting_as(people.poul):
        assert OwnAssessment.objects.get().words == "Seven."
