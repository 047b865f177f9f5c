"""Where each role lands, what waits there, and in which order."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from agencies.models import Role
from cases.wall import acting_as
from referrals.referral.services import reply
from tests.conftest import NOW
from tests.people import accepted, answered, asked, hire, referred, signed_in

pytestmark = pytest.mark.pages
FREE = {"detention.since": None, "detention.place": None, "detention.detained_by": None}


def numbers(person: Any, query: str = "") -> list[str]:
    """The references in the queue, from the top."""
    page = signed_in(person).get(f"/{query}").content.decode()
    queue = page.partition('class="table rows queue"')[2].partition("</table>")[0]
    return re.findall(r"T-\d{4}-[A-Z]{2}", queue)


def words(person: Any, page: str = "/") -> str:
    """What a page says, in Danish."""
    html = signed_in(person, headers={"accept-language": "da"}).get(page).content.decode()
    main = re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0])
    return re.sub(r"\s+", " ", main.replace("\N{NO-BREAK SPACE}", " "))


def test_each_role_lands_where_its_work_lies(people):
    lands = {name: signed_in(getattr(people, name)).get("/") for name in ("adam", "olga", "cecilie", "nina", "ian")}
    assert {name: (page.status_code, page.headers.get("Location")) for name, page in lands.items()} == {
        "adam": (302, reverse("agencies:accounts")),
        "olga": (302, reverse("cases:oversight")),
        "cecilie": (200, None),
        "nina": (200, None),
        "ian": (200, None),
    }
    assert (b"tile-filled" in lands["nina"].content, b"tile-filled" in lands["ian"].content) == (True, False)


def test_the_queue_runs_in_the_order_of_harm(people):
    other = referred(people, FREE)
    minor = referred(people, FREE | {"preview.age_band": "15_17"})
    detained = referred(people)
    danger = referred(people, FREE | {"preview.danger": "now"})
    assert numbers(people.cecilie) == [detained.number, minor.number, danger.number, other.number]


def test_among_the_detained_the_court_that_is_nearest_comes_first(people):
    later = referred(people, {"detention.since": NOW - timedelta(hours=2)})
    sooner = referred(people, {"detention.since": NOW - timedelta(hours=60)})
    assert numbers(people.cecilie) == [sooner.number, later.number]


def test_filters_show_what_they_count(people):
    new, waiting, taken = referred(people, FREE), asked(people, FREE), accepted(people)
    assert set(numbers(people.carl, "?show=all")) == {new.number, waiting.number, taken.number}
    assert numbers(people.carl, "?show=detained") == [taken.number]
    assert set(numbers(people.carl, "?show=new")) == {new.number, waiting.number}
    assert set(numbers(people.carl, "?show=unassigned")) == {new.number, waiting.number}
    assert numbers(people.carl, "?show=minors") == []
    assert set(numbers(people.carl, "?show=late")) == {new.number, waiting.number, taken.number}  # NOW lies in the past
    assert set(numbers(people.carl, "?show=nonsense&after=x")) == {new.number, waiting.number, taken.number}


def test_what_is_answered_waits_for_the_assessment(people):
    case = answered(people)
    page = signed_in(people.carl).get("/").content.decode()
    assert case.number in page
    assert people.carl.initials in page or "dig" in page


def test_the_sender_sees_what_came_back_and_what_waits(people):
    case = asked(people)
    page = signed_in(people.nina).get("/").content.decode()
    assert page.count("Which language?") == 1
    assert numbers(people.nina) == [case.number]
    assert "state-waits" in page
    signed_in(people.nina).get(reverse("cases:case", args=[case.pk]))
    assert 'class="now"' not in signed_in(people.nina).get(reverse("referrals:notices")).content.decode()


def test_the_queue_says_when_it_was_referred_and_who_asks(people, monkeypatch):
    monkeypatch.setattr("cases.middleware.timezone", SimpleNamespace(now=lambda: NOW + timedelta(minutes=10)))
    referred(people, FREE)
    assert "Svar senest 18. marts henvist i dag kl. 14.32" in words(people.cecilie)
    assert "Torsdag den 12. marts 2026 kl. 14.42" in words(people.cecilie)
    police = asked(people, FREE, by=people.henrik)
    queue = words(people.henrik).partition("Venter på dig")[2].partition("Tilbagemeldinger")[0]
    assert ("spurgt i dag kl. 14.32" in queue, "CMM" in queue, "Københavns Politi" in queue) == (True, True, False)
    with acting_as(people.henrik) as henrik:
        reply(actor=henrik, case=police, words="Polish.", now=NOW + timedelta(minutes=5))
    assert "kom tilbage i dag kl. 14.37" in words(people.cecilie)


def test_nothing_waits_for_one_who_only_reads(people):
    asked(people, FREE)
    reader = hire(people.nina.agency, Role.READ_ONLY, "rikke")
    for page in ("/", reverse("referrals:list")):
        assert ("Venter på dig" in words(people.nina, page), "Venter på dig" in words(reader, page)) == (True, False)
        assert "Venter på jer" in words(reader, page)
    assert ("venter på dig" in words(people.carl), "venter på dig" in words(people.rita)) == (True, False)
    assert "1 venter på jer" in words(people.rita)


def test_lists_go_on_at_clean_addresses(people):
    for _number in range(27):
        referred(people, FREE)
    for page, pattern in (
        ("/", r'"/\?after=25"'),
        (reverse("cases:list"), r'"/cases/\?after=[\w%-]+"'),
        (reverse("referrals:notices"), r'"/notices/\?after=[\w%-]+"'),
        ("/?show=new", r'"/\?show=new&amp;after=25"'),
    ):
        html = signed_in(people.cecilie).get(page).content.decode()
        (following,) = re.findall(r'href=("[^"]*after=[^"]*")', html)
        assert re.fullmatch(pattern, following)
        assert signed_in(people.cecilie).get(following.strip('"').replace("&amp;", "&")).status_code == 200


def test_another_agency_sees_nothing_of_it(people):
    case = asked(people)
    for person in (people.otto, people.sara, people.ulla, people.ian):
        for page in ("/", reverse("cases:list"), reverse("referrals:notices")):
            assert case.number not in signed_in(person).get(page).content.decode(), (person, page)


def test_the_number_of_queries_does_not_grow_with_the_cases(people):
    def queries(person: Any) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = signed_in(person)
        client.get("/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/").status_code == 200
        return len(caught)

    accepted(people)
    asked(people)
    few = {name: queries(getattr(people, name)) for name in ("cecilie", "nina", "ulla", "poul")}
    for _number in range(3):
        accepted(people)
        asked(people)
    assert {name: queries(getattr(people, name)) for name in few} == few


def test_long_queues_go_on(people):
    cases = {referred(people, FREE).number for _number in range(27)}
    first = numbers(people.cecilie)
    assert (len(first), set(first) | set(numbers(people.cecilie, "?after=25"))) == (25, cases)
