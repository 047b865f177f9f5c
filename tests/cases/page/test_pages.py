"""The case page and what lies behind it: each reader's sections, and nothing of the others."""

import re
import uuid
from datetime import date, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from agencies.models import Code
from cases.grants.models import Recusal
from cases.notices.models import Notice
from cases.notices.services import tell
from cases.page.selectors import case_page
from cases.wall import acting_as
from referrals.referral.models import Feedback
from referrals.referral.services import withdraw_referral
from tests.conftest import NOW, as_owner
from tests.people import accepted, adds, answered, asked, referred, signed_in, take_on
from victims.models import Name

pytestmark = pytest.mark.pages


def url(name: str, case: Any, *more: Any) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def words(person: Any, page: str) -> str:
    """What a page says, in English."""
    html = signed_in(person, headers={"accept-language": "en"}).get(page).content.decode()
    main = re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0])
    return re.sub(r"\s+", " ", main.replace("\N{NO-BREAK SPACE}", " "))


def sections(person: Any, case: Any) -> list[str]:
    """The keys of the parts that `person` is shown, in their order."""
    return re.findall(r'<h2 id="([a-z-]+)" tabindex', signed_in(person).get(url("case", case)).content.decode())


def test_each_reader_is_shown_the_parts_of_their_sections(people):
    case = answered(people)
    whole = [
        "answer",
        "parties",
        "referral",
        "preview",
        "detention",
        "person",
        "profile",
        "assessment",
        "residence",
        "period",
        "log",
    ]
    assert sections(people.cecilie, case) == whole
    assert sections(people.ulla, case) == whole
    assert sections(people.nina, case) == ["answer", "referral", "preview", "detention", "log"]
    assert sections(people.poul, case) == [
        "parties",
        "preview",
        "detention",
        "person",
        "profile",
        "own-assessment",
        "period",
        "log",
    ]


def test_a_sender_waits_for_the_answer_and_then_reads_it_first(people):
    waiting = referred(people)
    assert sections(people.nina, waiting)[0] == "answer"
    case = answered(people)
    page = signed_in(people.nina).get(url("case", case)).content.decode()
    assert "She has a bed." in page
    assert "She has a bed." not in signed_in(people.poul).get(url("case", case)).content.decode()


def test_a_sender_reads_cmms_answer_once_with_who_and_when(people):
    case = answered(people)
    page = words(people.nina, url("case", case))
    assert page.count("She has a bed.") == 1
    assert "She has a bed. From CMM, 12 March" in page
    assert words(people.carl, url("case", case)).count("She has a bed.") == 1


def test_a_sender_who_took_it_back_waits_for_no_answer(people):
    case = referred(people)
    assert "You get the answer here." in words(people.nina, url("case", case))
    with acting_as(people.nina) as nina:
        withdraw_referral(actor=nina, case=case, now=NOW)
    page = words(people.nina, url("case", case))
    assert ("so no answer comes." in page, "You get the answer here." in page) == (True, False)


def test_a_deadline_says_that_it_is_the_latest_moment(people):
    case = accepted(people)
    assert re.search(r"Next By 12 March( 2026)? at 19:32 Arrange the first talk", words(people.carl, url("case", case)))
    waiting = referred(people)
    assert re.search(r"By 12 March( 2026)? at 19:32 CMM answers", words(people.nina, url("case", waiting)))


def test_a_cases_number_does_not_break_in_its_heading(people):
    case, waiting = accepted(people), referred(people)
    for person, page, number in (
        (people.carl, url("case", case), case.number),
        (people.carl, reverse("referrals:preview", args=[waiting.pk]), waiting.number),
        (people.nina, url("recuse", case), case.number),
    ):
        heading = signed_in(person).get(page).content.decode().partition("<h1")[2].partition("</h1>")[0]
        assert f'<span class="nowrap">{number}</span>' in heading


@pytest.mark.parametrize(
    ("now", "day"), [("2026-03-11T22:59Z", 11), ("2026-03-11T23:01Z", 12), ("2026-07-11T22:01Z", 12)]
)
def test_a_code_is_the_danish_days_around_midnight(people, now, day):
    case = accepted(people)
    with as_owner():
        Code.objects.filter(list="need", code="safe_place_tonight").update(
            danish="En seng", valid_until=date(2026, 3, 11)
        )
        Code.objects.create(
            list="need", code="safe_place_tonight", danish="En seng og en lås", english="A bed", rank=1, source="",
            valid_from=date(2026, 3, 12),
        )  # fmt: skip
    with acting_as(people.carl) as carl, override("da"):
        page = case_page(carl, case, datetime.fromisoformat(now))
        assert str(page.codes("need")["need"]["safe_place_tonight"]) == (
            "En seng" if day == 11 else "En seng og en lås"
        )


def test_a_long_history_is_read_a_page_at_a_time_newest_first(people):
    case = accepted(people)
    with acting_as(people.carl):
        name = Name.objects.get(case=case)
        for number in range(120):
            name.used = f"Name {number:03}"
            name.save()
    page, pages = url("history", case, "victims.name"), []
    while page:
        html = signed_in(people.carl, headers={"accept-language": "en"}).get(page).content.decode()
        pages.append(re.findall(r"<del>(.*?)\s*</del> <ins>(.*?)\s*</ins>", html))
        following = re.search(r'href="([^"]*after=[^"]*)"', html)
        page = following[1].replace("&amp;", "&") if following else ""
    changed = [line for lines in pages for line in lines]
    assert [len(lines) for lines in pages] == [50, 50, 20]
    assert changed == [(f"Name {n - 1:03}", f"Name {n:03}") if n else ("Ngọc", "Name 000") for n in range(119, -1, -1)]
    assert "Written by Cecilie" in html
    for nonsense in ("zzz", "%00"):
        assert (
            signed_in(people.carl).get(url("history", case, "victims.name") + f"?after={nonsense}").status_code == 200
        )


def test_the_timeline_is_filtered_by_what_the_reader_has(people):
    case = answered(people)

    def events(person: Any) -> int:
        return signed_in(person).get(url("timeline", case)).content.decode().count('class="when"')

    assert events(people.cecilie) > events(people.nina) > 0
    assert events(people.cecilie) > events(people.poul) > 0


def test_a_shelter_is_named_to_those_alone_who_read_where_the_person_lives(people):
    """domain.md 4: elsewhere its records are signed "the accommodation"."""
    case = accepted(people)
    take_on(people, case, people.sara, "shelter")
    with acting_as(people.sara) as sara:
        adds(Feedback, sara, case, what=Feedback.What.REPLY, words="We have a room", to=people.cecilie.agency)
    for kind in ("case", "timeline", "history"):
        more = [Feedback._meta.label_lower] if kind == "history" else []
        shown = {
            person: signed_in(getattr(people, person)).get(url(kind, case, *more)).content.decode().replace("\xad", "")
            for person in ("cecilie", "ulla", "sara")
        }
        told = [people.sara.agency.short, people.sara.agency.name, people.sara.name]
        assert any(name in shown["cecilie"] for name in told), kind
        assert not [name for name in told if name in shown["ulla"]], kind
        assert "indkvarteringen" in shown["ulla"] or "en medarbejder" in shown["ulla"], kind


def test_a_shelter_that_tells_another_agency_is_not_named_in_its_notices(people):
    case = accepted(people)
    take_on(people, case, people.sara, "shelter")
    with acting_as(people.sara) as sara:
        for to in (people.ulla.agency, people.cecilie.agency):
            tell(actor=sara, case=case, to=to, what=Notice.What.ANSWERED, now=NOW)

    def told_by(person: Any) -> set[str]:
        notices = signed_in(person).get(reverse("api:notices")).json()["results"]
        return {notice["by"] for notice in notices}

    assert told_by(people.ulla) == {"CMM", "indkvarteringen"}
    assert told_by(people.cecilie) == {"HopeNow", people.sara.agency.short}


def test_the_log_is_the_coordinators_and_tells_of_refusals(people):
    case = accepted(people)
    assert signed_in(people.otto).get(url("case", case)).status_code == 404
    page = signed_in(people.cecilie).get(url("log", case)).content.decode()
    assert ("Gadejuristen" in page, people.otto.name in page) == (True, False)
    for person in (people.nina, people.ulla, people.poul, people.otto):
        assert signed_in(person).get(url("log", case)).status_code == 404


def test_the_log_is_narrowed_by_agency_and_section(people):
    case = accepted(people)
    signed_in(people.ulla).get(url("case", case))
    client = signed_in(people.cecilie)
    rows = client.get(url("log", case) + f"?agency={people.ulla.agency_id}").content.decode()
    assert (people.ulla.name in rows, people.nina.name in rows) == (True, False)
    assert people.ulla.name not in client.get(url("log", case) + "?section=19").content.decode()  # nobody read health
    for nonsense in ("?agency=x", "?section=-1", "?after=zzz", "?agency=99999999999"):
        assert client.get(url("log", case) + nonsense).status_code == 200


def test_data_protection_sees_who_saw_what_and_never_what_stood_there(people):
    case = accepted(people)
    client = signed_in(people.olga)
    page = client.get(reverse("cases:oversight")).content.decode()
    assert (case.number in page, people.cecilie.name in page) == (True, True)
    assert signed_in(people.cecilie).get(reverse("cases:oversight")).status_code == 404
    for table in ("referrals.referral", "referrals.preview", "victims.name"):
        assert client.get(url("history", case, table)).status_code == 404


@pytest.mark.parametrize("table", ["auth.user", "cases.case", "x", "cases.entry", "referrals.nothing"])
def test_history_is_of_records_alone(people, table):
    case = accepted(people)
    assert signed_in(people.cecilie).get(url("history", case, table)).status_code == 404


def test_whoever_keeps_off_finds_the_case_no_more_and_colleagues_do(people):
    case = accepted(people)
    client = signed_in(people.carl)
    assert client.post(url("recuse", case), {}).status_code == 200  # a reason is needed
    assert client.post(url("recuse", case), {"reason": "knows"}).url == reverse("home")
    assert client.get(url("case", case)).status_code == 404
    assert (
        case.number
        not in client.get(reverse("home")).content.decode().split("</main>")[0].split("alert-text")[-1][200:]
    )
    assert signed_in(people.cecilie).get(url("case", case)).status_code == 200
    with as_owner():
        assert [(one.user, one.reason) for one in Recusal.objects.all()] == [(people.carl, "knows")]


def test_cases_are_listed_and_found_by_number_by_those_on_them(people):
    case = accepted(people)
    found = reverse("cases:list") + f"?number={case.number.lower()}"
    assert url("case", case) in signed_in(people.nina).get(found).content.decode()
    for person in (people.otto, people.sara):
        assert url("case", case) not in signed_in(person).get(found).content.decode()
    assert (
        url("case", case)
        not in signed_in(people.nina).get(reverse("cases:list") + "?number=T-0000-XX").content.decode()
    )


def test_what_was_written_on_the_wrong_case_is_closed_to_all_but_its_author(people):
    case = answered(people)
    with as_owner():
        answer = Feedback.objects.get(case=case, what="answer")
    address = url("withdraw", case, "referrals.feedback", answer.pk)
    for person in (people.nina, people.ulla, people.rita, people.otto):
        assert signed_in(person).post(address).status_code == 404
    assert b"She has a bed." in signed_in(people.nina).get(url("case", case)).content
    assert address in signed_in(people.carl).get(url("history", case, "referrals.feedback")).content.decode()
    assert signed_in(people.carl).get(address).status_code == 200
    assert signed_in(people.carl).post(address).status_code == 302
    for page in (url("case", case), url("history", case, "referrals.feedback"), "/"):
        assert b"She has a bed." not in signed_in(people.nina).get(page).content
    assert signed_in(people.carl).post(address).status_code == 404  # once


def test_nobody_answers_a_question_that_was_withdrawn(people):
    case = asked(people)
    with as_owner():
        question = Feedback.objects.get(case=case, what="question")
    signed_in(people.cecilie).post(url("withdraw", case, "referrals.feedback", question.pk))
    assert b"queue" not in signed_in(people.nina).get("/").content


def test_signs_that_cannot_be_searched_find_nothing(people):
    accepted(people)
    for typed in ("%00", "T-1%00", "'", "%25", "T" * 500):
        assert signed_in(people.nina).get(reverse("cases:list") + f"?number={typed}").status_code == 200


def test_foreign_and_unknown_are_one(people):
    """But for the id that was asked for, and the token that each page has anew."""
    case, nobody = accepted(people), uuid.uuid4()
    client = signed_in(people.otto)

    def asked(name: str, case_id: Any, more: list[str]) -> tuple[int, str]:
        response = client.get(reverse(f"cases:{name}", args=[case_id, *more]))
        page = response.content.decode().replace(str(case_id), "")
        return response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)

    for name, more in (("case", []), ("timeline", []), ("log", []), ("history", ["victims.name"]), ("recuse", [])):
        assert asked(name, case.pk, more) == asked(name, nobody, more), name
        assert asked(name, case.pk, more)[0] == 404
