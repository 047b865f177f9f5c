"""What is changed says which version it changes."""

from typing import Any

import pytest

from tests.api.programs import Program
from tests.people import accepted, drafted, referred

pytestmark = pytest.mark.pages


def test_a_colleague_who_was_faster_is_shown_beside_ones_own(people: Any) -> None:
    case = drafted(people)
    nina, nora, where = Program(people.nina), Program(people.nora), f"/referrals/{case.pk}"
    tag = nora.get(where).headers["ETag"]
    nina.change("PATCH", where, {"preview": {"danger": "now", "sex": "woman"}})
    told = nora.ask("PATCH", where, {"preview": {"danger": "unknown", "sex": "woman"}}, if_match=tag)
    assert (told.status_code, told.json()["type"]) == (412, "urn:tillid:problem:stale")
    assert told.json()["differs"] == [{"pointer": "/preview/danger", "theirs": "now", "yours": "unknown"}]
    assert told.headers["ETag"] == nina.get(where).headers["ETag"] != tag
    again = nora.ask("PATCH", where, {"preview": {"danger": "unknown"}}, if_match=told.headers["ETag"])
    assert (again.status_code, again.json()["preview"]["danger"]) == (200, "unknown")
    assert again.headers["ETag"] == nina.get(where).headers["ETag"]


def test_what_another_wrote_elsewhere_is_no_matter(people: Any) -> None:
    """The records have versions of their own; nothing is half saved."""
    case = drafted(people)
    nina, nora, where = Program(people.nina), Program(people.nora), f"/referrals/{case.pk}"
    tag = nora.get(where).headers["ETag"]
    nina.change("PATCH", where, {"preview": {"danger": "now"}})
    assert nora.ask("PATCH", where, {"referral": {"seen": "Two men."}}, if_match=tag).status_code == 200
    both = {"referral": {"seen": "Three men."}, "preview": {"danger": "no"}}
    assert nora.ask("PATCH", where, both, if_match=tag).status_code == 412
    assert nina.read(where)["referral"]["seen"] == "Two men."


@pytest.mark.parametrize("tag", ['"1.1"', "*", 'W/"1.1.1"', "nonsense", '"9999999999.1.1"', '"1.1.1", "2.2.2"'])
def test_a_tag_that_nothing_had_changes_nothing(people: Any, tag: str) -> None:
    case = drafted(people)
    nina, where = Program(people.nina), f"/referrals/{case.pk}"
    for method, body in (("PATCH", {"preview": {"danger": "now"}}), ("DELETE", None)):
        assert nina.ask(method, where, body, if_match=tag).status_code == 412
    assert nina.read(where)["preview"]["danger"] == "no"


def test_without_a_tag_nothing_is_changed(people: Any) -> None:
    draft, case = drafted(people), accepted(people)
    nina, cecilie = Program(people.nina), Program(people.cecilie)
    told = [
        nina.ask("PATCH", f"/referrals/{draft.pk}", {"preview": {"danger": "now"}}),
        nina.ask("DELETE", f"/referrals/{draft.pk}"),
        cecilie.ask("PUT", f"/cases/{case.pk}/name", {"used": "Anh"}),
        cecilie.ask("PUT", f"/referrals/{case.pk}/people", {"responsible": None, "contact_person": people.carl.pk}),
    ]
    assert [answer.status_code for answer in told] == [428] * 4


def test_a_draft_is_thrown_away(people: Any) -> None:
    case = drafted(people)
    nina, where = Program(people.nina), f"/referrals/{case.pk}"
    assert nina.change("DELETE", where, None).status_code == 204
    assert nina.get(where).status_code == 404


def test_what_was_sent_is_not_changed(people: Any) -> None:
    case = referred(people)
    nina, where = Program(people.nina), f"/referrals/{case.pk}"
    tag = nina.get(where).headers["ETag"]
    assert nina.ask("PATCH", where, {"preview": {"danger": "now"}}, if_match=tag).status_code == 409


def test_the_name_is_written_and_changed(people: Any) -> None:
    case = accepted(people, {"preview.consent": "without_name"})
    cecilie, carl, where = Program(people.cecilie), Program(people.carl), f"/cases/{case.pk}/name"
    empty = carl.get(where)
    assert empty.json() == {"used": "", "address": "", "language": ""}
    written = cecilie.change("PUT", where, {"used": "Ngọc", "address": "she", "language": "vie"})
    assert written.json() == {"used": "Ngọc", "address": "she", "language": "vie"}
    told = carl.ask("PUT", where, {"used": "Anh"}, if_match=empty.headers["ETag"])
    assert told.status_code == 412
    assert {"pointer": "/used", "theirs": "Ngọc", "yours": "Anh"} in told.json()["differs"]
    assert carl.change("PUT", where, {"used": "Anh"}).json() == {"used": "Anh", "address": "", "language": ""}
    assert cecilie.ask("PUT", where, {"used": ""}, if_match='"1"').status_code == 422


def test_who_has_it_is_changed_by_one_at_a_time(people: Any) -> None:
    case = accepted(people)
    cecilie, carl, where = Program(people.cecilie), Program(people.carl), f"/referrals/{case.pk}/people"
    tag = carl.get(where).headers["ETag"]
    mine = {"responsible": people.cecilie.pk, "contact_person": people.cecilie.pk}
    assert cecilie.change("PUT", where, mine).json()["responsible"] == {"id": people.cecilie.pk, "name": "Cecilie"}
    told = carl.ask("PUT", where, {"responsible": None, "contact_person": people.carl.pk}, if_match=tag)
    assert (told.status_code, told.headers["ETag"]) == (412, cecilie.get(where).headers["ETag"])
    nobody = carl.change("PUT", where, {"responsible": None, "contact_person": people.carl.pk})
    assert nobody.json() == {"responsible": None, "contact_person": {"id": people.carl.pk, "name": "Carl"}}
    foreign = {"responsible": people.nina.pk, "contact_person": people.rita.pk}
    told = carl.ask("PUT", where, foreign, if_match=nobody.headers["ETag"])
    assert [wrong["pointer"] for wrong in told.json()["errors"]] == ["/responsible", "/contact_person"]
