"""What a program is told when it does not get what it asked for: always a problem document, in its language."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.agencies.tokens.keys import key_of, program
from tests.api.programs import ROOT, Program
from tests.conftest import as_owner
from tests.people import accepted, drafted, referred, signed_in

pytestmark = pytest.mark.pages


def problem(answer: Any, status: int, kind: str) -> dict[str, Any]:
    """The document, which says what it must."""
    found = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), found
    assert (found["type"], found["status"]) == (f"urn:tillid:problem:{kind}", status)
    assert found["title"]
    assert found["detail"]
    return found


def pointers(answer: Any) -> dict[str, str]:
    """{where: what is wrong} of a body that is refused."""
    return {wrong["pointer"]: wrong["detail"] for wrong in problem(answer, 422, "invalid")["errors"]}


def patch(program: Program, case: Any, body: Any) -> Any:
    where = f"/referrals/{case.pk}"
    return program.ask("PATCH", where, body, if_match=program.get(where).headers["ETag"])


@pytest.mark.parametrize("address", ["", "/", "/nothing", "/cases/no-id", "/codes/nonsense", "/referrals/1/send"])
def test_what_is_not_there(people: Any, address: str) -> None:
    problem(Program(people.nina).get(address), 404, "not-there")


def test_it_is_in_danish_unless_asked_otherwise(people: Any) -> None:
    case = referred(people)
    nina = Program(people.nina)
    said = [
        nina.post(f"/referrals/{case.pk}/send", **language).json()["detail"]
        for language in ({}, {"accept_language": "da"})
    ]
    assert said == ["The referral has already been sent.", "Henvisningen er allerede sendt."]
    told = nina.client.get(f"{ROOT}/nothing").json()
    assert (told["title"], told["detail"]) == ("Findes ikke", "Her er ikke noget.")


def test_a_visitor_is_told_so(client: Client) -> None:
    answer = client.get(f"{ROOT}/me")
    problem(answer, 401, "unknown-key")
    assert answer.headers["WWW-Authenticate"] == "Token"
    problem(client.post(f"{ROOT}/referrals", {}, "application/json"), 401, "unknown-key")


def test_a_method_that_is_not_taken(people: Any) -> None:
    answer = Program(people.nina).ask("DELETE", "/cases")
    problem(answer, 405, "method")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_only_json_goes_in_and_out(people: Any) -> None:
    nina = Program(people.nina)
    problem(nina.get("/cases", accept="text/html"), 406, "not-acceptable")
    form = nina.client.post(
        f"{ROOT}/referrals", {"is_assessment_requested": "true"}, headers={"idempotency-key": str(uuid4())}
    )
    problem(form, 415, "media-type")


NO_JSON = (
    "{", "nonsense", '{"a": NaN}', '{"is_assessment_requested": 1e999}', '"\\ud800"', '{"\\ud800": 1}', "[" * 90_000,
    b"\xff", "1" * 9000,
)  # fmt: skip


@pytest.mark.parametrize("text", NO_JSON)
def test_what_is_no_json_cannot_be_read(people: Any, text: Any) -> None:
    headers = {"idempotency-key": str(uuid4())}
    answer = Program(people.nina).client.post(f"{ROOT}/referrals", text, "application/json", headers=headers)
    assert answer.status_code in (400, 422)
    problem(answer, answer.status_code, {400: "malformed", 422: "invalid"}[answer.status_code])


def test_what_is_too_large_is_not_read(people: Any) -> None:
    headers = {"idempotency-key": str(uuid4())}
    text = '{"a": "' + "x" * 1_100_000 + '"}'
    problem(
        Program(people.nina).client.post(f"{ROOT}/referrals", text, "application/json", headers=headers),
        413,
        "too-large",
    )


def test_each_wrong_field_has_its_pointer(people: Any) -> None:
    case = drafted(people)
    nina = Program(people.nina)
    body = {
        "preview": {"danger": "perhaps", "languages": ["vie", "klingon"], "is_assessment_requested": "yes", "hair": "red"},
        "referral": {"seen": "a\x00b", "met_at": "2999-01-01T00:00:00Z", "met_place": "x" * 201, "journal_number": 7},
        "detention": {"detained_by": people.cecilie.agency_id, "since": "1066-10-14T09:00:00Z"},
        "name/~": "Ngọc",
    }  # fmt: skip
    found = pointers(patch(nina, case, body))
    assert set(found) == {
        "/preview/danger", "/preview/languages/1", "/preview/is_assessment_requested", "/preview/hair", "/referral/seen",
        "/referral/met_at", "/referral/met_place", "/referral/journal_number", "/detention/detained_by",
        "/detention/since", "/name~1~0",
    }  # fmt: skip
    assert found["/preview/hair"] == found["/name~1~0"] == "There is no such field."
    assert found["/referral/met_at"] == "The time is in the future."
    assert found["/referral/seen"] == "The text has a sign in it that cannot be saved. Write it again."
    written = nina.read(f"/referrals/{case.pk}")
    assert (written["preview"]["danger"], written["referral"]["seen"]) == ("no", "locked in, no pay")


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_at_either_end_of_the_calendar_is_wrong(people: Any, day: str) -> None:
    assert set(pointers(patch(Program(people.nina), drafted(people), {"referral": {"met_at": day}}))) == {
        "/referral/met_at"
    }


@pytest.mark.parametrize(
    "body",
    [{"preview": []}, {"preview": None}, {"preview": "x"}, {"preview": {"needs": "x"}}, {"referral": {"name": []}}],
)
def test_what_has_another_shape_is_wrong_too(people: Any, body: Any) -> None:
    assert len(pointers(patch(Program(people.nina), drafted(people), body))) == 1


def test_what_keeps_a_draft_from_being_sent_is_named_at_once(people: Any) -> None:
    nina = Program(people.nina)
    referral = nina.do("/referrals")
    found = pointers(nina.post(f"{referral}/send"))
    assert {"/preview/danger", "/preview/consent", "/referral/seen", "/referral/residence_status"} <= set(found)
    assert found["/referral/seen"] == "Write what you have seen or heard."


def test_a_rule_that_forbids_it_now_is_a_conflict(people: Any) -> None:
    case = accepted(people)
    told = Program(people.nina).post(f"/referrals/{case.pk}/withdraw")
    said = "The referral can no longer be withdrawn: it has been accepted or closed."
    assert problem(told, 409, "refused")["detail"] == said
    assert pointers(Program(people.cecilie).post(f"/referrals/{case.pk}/ask", {"words": " "})) == {
        "/words": "Write what you need to know."
    }


def test_a_foreign_and_an_unknown_case_are_the_same(people: Any) -> None:
    case, otto = accepted(people), Program(people.otto)
    foreign, unknown = otto.get(f"/cases/{case.pk}"), otto.get(f"/cases/{uuid4()}")
    assert (foreign.content, dict(foreign.headers)) == (unknown.content, dict(unknown.headers))
    problem(foreign, 404, "not-there")


def test_a_fault_of_ours_saves_nothing_and_tells_nothing(people: Any, monkeypatch: Any) -> None:
    from cases.models import Case
    from referrals.referral import services

    def broken(**_values: Any) -> None:
        raise RuntimeError("Ngọc")

    monkeypatch.setattr(services, "put_on_system", broken)
    case = drafted(people)
    found = problem(Program(people.nina).post(f"/referrals/{case.pk}/send"), 500, "fault")
    assert "Ngọc" not in str(found)
    with as_owner():
        assert Case.objects.get(pk=case.pk).state == "draft"


def test_a_program_without_a_second_factor_waits(people: Any) -> None:
    from allauth.mfa.models import Authenticator

    _token, secret = key_of(people.nina)
    with as_owner():
        Authenticator.objects.filter(user=people.nina).delete()
    problem(program(secret).get(f"{ROOT}/me"), 403, "not-allowed")


def test_a_session_reads_and_writes_only_from_our_own_page(people: Any) -> None:
    assert signed_in(people.nina).get(f"{ROOT}/me").json()["key"] is None
    browser = signed_in(people.nina, enforce_csrf_checks=True)
    assert browser.get(f"{ROOT}/me").status_code == 200
    headers = {"idempotency-key": str(uuid4())}
    problem(browser.post(f"{ROOT}/referrals", {}, "application/json", headers=headers), 403, "not-allowed")
    browser.get("/referrals/")
    token = browser.cookies["csrftoken"].value
    assert (
        browser.post(f"{ROOT}/referrals", {}, "application/json", headers=headers | {"x-csrftoken": token}).status_code
        == 201
    )
