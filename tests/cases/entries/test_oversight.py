"""Data protection's page: refusals first, what was seen at once on one line, and no name that tells where a person lives."""

import re
from typing import Any

import pytest
from django.urls import reverse

from cases.models import Entry
from tests.conftest import as_owner
from tests.people import accepted, referred, signed_in, take_on

pytestmark = pytest.mark.pages


def opened(people: Any, query: str = "") -> str:
    response = signed_in(people.olga, headers={"accept-language": "en"}).get(f"/oversight/{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows(html: str, caption: str = "Viewings") -> list[str]:
    """The lines of a table, each as its words."""
    table = next((part for part in html.split("<table")[1:] if f">{caption}</caption>" in part), "")
    lines = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2].partition("</table>")[0], re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip() for line in lines]


def clear() -> None:
    with as_owner():
        Entry.objects.all().delete()


def following(html: str) -> str:
    found = re.search(r'href="/oversight/(\?[^"]*after=[^"]*)"', html)
    return found[1].replace("&amp;", "&") if found else ""


def test_a_worklist_is_one_line_that_opens_to_its_cases(people):
    cases = [referred(people) for _number in range(7)]
    clear()
    signed_in(people.carl).get("/")
    (line,) = rows(opened(people))
    assert re.search(r"Carl CMM 7 cases in a list preview, detention", line)
    (address,) = re.findall(r'href="/oversight/(\?request=[^"]+)"', opened(people))
    inside = opened(people, address)
    assert {number for line in rows(inside) for number in re.findall(r"T-\d{4}-[A-Z]{2}", line)} == {
        case.number for case in cases
    }
    assert len(rows(inside)) == 7


def test_two_readers_and_two_requests_are_not_folded_together(people):
    referred(people), referred(people)
    clear()
    for person in (people.carl, people.cecilie, people.carl):
        signed_in(person).get("/")
    assert [re.search(r"Carl|Cecilie", line)[0] for line in rows(opened(people))] == ["Carl", "Cecilie", "Carl"]


def test_refusals_come_first_those_of_one_reader_and_day_on_one_line(people):
    first, second = accepted(people), accepted(people)
    clear()
    signed_in(people.carl).get(reverse("cases:case", args=[first.pk]))
    for case in (first, second, first):
        assert signed_in(people.otto).get(reverse("cases:case", args=[case.pk])).status_code == 404
    html = opened(people)
    (refused,) = rows(html, "Refused attempts")
    assert re.search(r"Otto Gadejuristen 3 refused attempts on 2 cases", refused)
    assert html.index("Refused attempts</h2>") < html.index("Viewings</h2>")
    assert [("Carl" in line, "refused" in line) for line in rows(html)] == [(True, False)]
    alone = rows(opened(people, "?verb=refused"))
    assert [("Otto" in line, first.number in line or second.number in line) for line in alone] == [(True, True)] * 3
    (address,) = re.findall(r'href="/oversight/(\?verb=refused&amp;agency=\d+&amp;person=\d+)"', html)
    assert len(rows(opened(people, address.replace("&amp;", "&")))) == 3


def test_viewings_are_narrowed_by_case_agency_and_person(people):
    case, other = accepted(people), accepted(people)
    clear()
    for person, seen in ((people.carl, case), (people.cecilie, other), (people.ulla, case)):
        signed_in(person).get(reverse("cases:case", args=[seen.pk]))

    def seen(query: str) -> list[str]:
        return [re.search(r"Carl|Cecilie|Ulla|$", line)[0] for line in rows(opened(people, query))]

    assert seen(f"?number={case.number.lower()}") == ["Ulla", "Carl"]
    assert seen(f"?agency={people.carl.agency_id}") == ["Cecilie", "Carl"]
    assert seen(f"?agency={people.carl.agency_id}&person={people.carl.pk}") == ["Carl"]
    assert seen(f"?number={case.number}&person={people.carl.pk}") == ["Carl"]
    for nothing in ("?number=T-0000-XX", f"?person={people.otto.pk}", "?agency=999999"):
        assert seen(nothing) == [""]
    assert '<option value="' + str(people.carl.pk) in opened(people, f"?agency={people.carl.agency_id}")


def test_no_filter_and_no_fold_tells_who_gives_shelter(people):
    case, other = accepted(people), accepted(people)
    for one in (case, other):
        take_on(people, one, people.sara, "shelter")
    take_on(people, case, people.nora, "shelter")  # an NGO that gives shelter on the one, and refers on both
    clear()
    signed_in(people.sara).get(reverse("cases:list"))
    signed_in(people.sara).get("/")
    for page in (reverse("cases:list"), reverse("referrals:list"), "/"):
        signed_in(people.nina).get(page)
    signed_in(people.nina).get(reverse("cases:case", args=[case.pk]))
    html = opened(people)
    assert "A member of staff" in html
    assert ("Redens krisecenter" in html, "Sara" in html) == (False, False)
    for line in rows(html):
        assert not ("Nina" in line and case.number in line), "she would be known as the one who gives shelter there"
        assert not ("A member of staff" in line and "cases in a list" in line)
    for address in re.findall(r'href="/oversight/(\?request=[^"]+)"', html):
        assert case.number not in opened(people, address)
    for query in (
        f"?agency={people.sara.agency_id}",
        f"?person={people.sara.pk}",
        f"?person={people.nina.pk}&number={case.number}",
    ):
        assert [line for line in rows(opened(people, query)) if "No viewings" not in line] == []
    assert f'value="{people.sara.pk}"' not in opened(people, f"?agency={people.sara.agency_id}")
    with as_owner():
        hidden = Entry.objects.filter(user_id=people.sara.pk).first()
    from cases.paging import write_cursor

    if hidden:
        address = f"/oversight/?request={write_cursor(hidden.at, hidden.id)}"
        assert signed_in(people.olga).get(address).status_code == 404


def test_many_viewings_go_on_and_none_is_lost_or_twice(people, monkeypatch):
    monkeypatch.setattr("cases.entries.selectors.PAGE", 5)
    monkeypatch.setattr("cases.entries.selectors.READ_AT_MOST", 20)
    cases = [accepted(people) for _number in range(7)]
    clear()
    for case in cases:
        signed_in(people.carl).get("/")
        signed_in(people.ulla).get(reverse("cases:case", args=[case.pk]))
    seen, query = [], ""
    for _page in range(20):
        html = opened(people, query)
        seen += rows(html)
        query = following(html)
        if not query:
            break
    lists = [line for line in seen if "7 cases in a list" in line]
    assert (len(lists), len(seen)) == (7, 14)
    for nonsense in ("?after=zzz", "?after=%00", "?person=x", "?agency=-1", "?verb=x"):
        assert opened(people, nonsense)
    for nonsense in ("?request=zzz", "?request="):
        assert signed_in(people.olga).get(f"/oversight/{nonsense}").status_code == 404


def test_one_request_that_saw_more_than_a_page_reads_goes_on(people, monkeypatch):
    monkeypatch.setattr("cases.entries.selectors.READ_AT_MOST", 4)
    for _number in range(7):
        referred(people)
    clear()
    signed_in(people.carl).get("/")
    first = opened(people)
    assert ["4 cases in a list" in line for line in rows(first)] == [True]
    assert ["3 cases in a list" in line for line in rows(opened(people, following(first)))] == [True]
