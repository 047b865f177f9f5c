"""A request (hole 9): who it is first, then one transaction; and nothing tells a foreign id from one that never was."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from agencies.models import Post
from cases.models import Case, CaseRecord, Entry, Submission, Visit
from cases.policy import Section, bit
from cases.wall import acting, acting_as
from referrals.models import Referral
from tests.attempts import sql
from tests.conftest import as_owner
from tests.people import accepted, answered, sees, signed_in
from victims.models import Name

pytestmark = pytest.mark.pages
UNKNOWN = uuid.UUID("8f1d6d1e-3b0c-4c39-9a52-5f4f2f6f0001")
FILLED = {"step": 1, "table": "victims.name", "verb": "ask", "record_id": uuid.UUID(int=7)}


def patterns(resolver, prefix="", names=()):
    """(address, names of what it holds) of every page."""
    for pattern in resolver.url_patterns:
        holds = (*names, *pattern.pattern.converters)
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, prefix + str(pattern.pattern), holds)
        else:
            yield prefix + str(pattern.pattern), holds


ABOUT_A_CASE = [address for address, holds in patterns(get_resolver("config.urls")) if "case_id" in holds]


def filled(address, case_id):
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(FILLED.get(found[1], case_id)), address)


def clear():
    with as_owner():
        Entry.objects.all().delete()


def entries():
    with as_owner():
        return list(Entry.objects.order_by("at").values_list("user_id", "case_id", "verb", "sections"))


@pytest.fixture
def case(people):
    case = accepted(people)
    clear()
    return case


def test_a_page_leaves_one_entry_with_all_that_it_showed(people, case):
    for person in (people.cecilie, people.poul):
        clear()
        assert signed_in(person).get(f"/cases/{case.pk}/").status_code == 200
        [(user, case_id, verb, sections)] = entries()
        assert (user, case_id, verb) == (person.pk, case.pk, "read")
        assert bool(sections & bit(Section.NAME)) is True
        assert bool(sections & bit(Section.REFERRAL)) is (person is people.cecilie)
    with as_owner():
        assert Visit.objects.count() == 2


def test_every_page_about_a_case_is_found():
    assert len(ABOUT_A_CASE) > 12


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ABOUT_A_CASE)
def test_a_foreign_id_and_an_unknown_one_are_the_same_to_the_byte(people, case, address, method):
    """Answer, headers and statements, but for the id that was asked for and the token that each form has anew."""
    client = signed_in(people.otto)
    client.get("/cases/")

    def asked(case_id):
        key = uuid.uuid4()
        with CaptureQueriesContext(connection) as queries:
            body = ({"submission": key}, *(["application/json"] if address.startswith("api/") else []))
            headers = {"idempotency-key": str(key)}
            answer = getattr(client, method)(
                filled(address, case_id), *(body if method == "post" else []), headers=headers
            )
        statements = [re.sub(r"'[^']*'|_x\d+|\d+", "?", query["sql"]) for query in queries]
        page = answer.content.decode().replace(str(case_id), "").replace(str(key), "")
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        headers = {name: re.sub(str(case_id), "", value) for name, value in answer.headers.items()}
        return answer.status_code, page, headers, statements

    foreign, unknown = asked(case.pk), asked(UNKNOWN)
    assert foreign == unknown
    assert foreign[0] in (404, 405)
    refused = [] if foreign[0] == 405 or not entries() else [case.pk, UNKNOWN]
    assert entries() == [(people.otto.pk, asked_for, "refused", 0) for asked_for in refused]
    assert sees(people.otto, Submission) == 0


def test_there_is_something_to_find_behind_those_addresses(people, case):
    client = signed_in(people.cecilie)
    found = {address: client.get(filled(address, case.pk)).status_code for address in ABOUT_A_CASE}
    assert [address for address, status in found.items() if status == 500] == []
    assert sum(status == 200 for status in found.values()) >= 6


@pytest.mark.parametrize("name", ["adam", "left"])
def test_who_may_open_no_case_page_finds_none(people, case, name):
    client = signed_in(vars(people)[name])
    for address in ABOUT_A_CASE:
        for case_id in (case.pk, UNKNOWN):
            assert client.get(filled(address, case_id)).status_code in (302, 401, 404, 405), address
    with as_owner():
        assert Visit.objects.count() == 0


def test_one_who_left_is_nobody_from_the_next_request(people, case):
    client = signed_in(people.carl)
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    with as_owner():
        Post.objects.filter(account=people.carl).update(is_active=False)
    answer = client.get(f"/cases/{case.pk}/")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


def test_a_page_with_anything_on_it_is_not_kept_by_the_browser(people, case):
    assert signed_in(people.cecilie).get(f"/cases/{case.pk}/").headers["Cache-Control"] == "no-store"
    assert signed_in(people.otto).get(f"/cases/{case.pk}/").headers["Cache-Control"] == "no-store"


@pytest.fixture
def broken(settings):
    settings.ROOT_URLCONF = "tests.cases.broken_pages"


@pytest.mark.commits
@pytest.mark.parametrize(("page", "status"), [("break", 500), ("error", 503)])
def test_an_error_leaves_neither_the_record_nor_the_entry(people, broken, page, status):
    case = accepted(people)
    clear()
    assert signed_in(people.cecilie).get(f"/cases/{case.pk}/{page}/").status_code == status
    assert entries() == []
    with as_owner():
        assert Name.objects.count() == 1


def test_a_stream_is_refused(people, case, broken):
    assert signed_in(people.cecilie).get(f"/cases/{case.pk}/stream/").status_code == 500


@pytest.mark.commits
def test_nobody_is_left_acting_on_the_connection(people, broken):
    case = accepted(people)
    assert signed_in(people.cecilie).get(f"/cases/{case.pk}/who/").content == b"Cecilie"
    assert acting().account is None
    assert sql("SELECT nullif(current_setting('wall.user', true), '')") == [(None,)]
    with acting_as(None):
        assert Referral.objects.count() == Case.objects.count() == 0


def test_texts_about_a_person_stand_in_no_address_and_no_header(people):
    case = answered(people)
    answer = signed_in(people.cecilie).get(f"/cases/{case.pk}/")
    assert "Ngọc" in answer.content.decode()
    assert "Ng" not in str(answer.headers)


def test_all_records_are_records_of_a_section():
    assert {model.section for model in CaseRecord.__subclasses__()} >= {Section.PREVIEW, Section.NAME, Section.FEEDBACK}
