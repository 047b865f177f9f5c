"""What the paths leave out: what is refused, what is stale, and who hands over; all by the same rules as the pages."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.models import Case
from cases.wall import acting_as
from tests.api.programs import Program
from tests.conftest import NOW, as_owner
from tests.people import accepted
from victims.assessment.services import write_interview
from victims.decision.services import decide
from victims.models import Interview, PeriodStep

pytestmark = pytest.mark.pages
INDICATOR = "recruitment_deceived_job"
TALK = {"place": "cmm", "began_at": NOW - timedelta(hours=1), "interpreter": "none", "companion": "declined"}
DECIDED = {
    "outcome": "presumed", "forms": ["labour"], "main_form": "labour", "sector": "nails", "channel": "police",
    "reasons": "It may be so.",
}  # fmt: skip


def wrong(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.content
    return {error["pointer"] for error in answer.json()["errors"]}


def today() -> Any:
    return datetime.now(ZoneInfo("Europe/Copenhagen")).date()


def talked(people: Any, case: Case) -> Interview:
    with acting_as(people.carl) as carl:
        return write_interview(actor=carl, case=case, values=TALK | {"confirmed": [INDICATOR]}, now=NOW)


def presumed(people: Any, case: Case) -> Any:
    with acting_as(people.ulla) as ulla:
        return decide(actor=ulla, case=case, now=NOW, **DECIDED)


def deciders(program: Program, case: Case) -> list[str]:
    return [one["name"] for one in program.read(f"/cases/{case.pk}/residence")["decides"]]


# Residence, profile


def test_who_decides_follows_the_residence(people: Any) -> None:
    case = accepted(people)
    cmm, us = Program(people.cecilie), Program(people.ulla)
    assert deciders(cmm, case) == ["US"]
    cmm.do(f"/cases/{case.pk}/residence", {"status": "lawful", "since": str(today()), "words": "A permit was seen."})
    assert deciders(cmm, case) == ["CMM"]
    cmm.do(f"/cases/{case.pk}/competence")  # done already: nothing moves
    assert deciders(us, case) == ["CMM"]
    assert cmm.read(f"/cases/{case.pk}/residence")["words"] == "A permit was seen."
    assert us.post(f"/cases/{case.pk}/decision", DECIDED).status_code == 404


def test_what_is_to_come_is_not_written_as_if_it_had(people: Any) -> None:
    where, cmm = f"/cases/{accepted(people).pk}", Program(people.cecilie)
    later = str(today() + timedelta(days=1))
    assert wrong(cmm.post(f"{where}/residence", {"status": "lawful", "since": later})) == {"/since"}
    assert wrong(cmm.post(f"{where}/residence", {})) == {"/status"}
    born = {"sex": "woman", "age_band": "15_17", "birth_year": 1980}
    assert wrong(cmm.post(f"{where}/profile", born)) == {"/birth_year"}
    assert wrong(cmm.post(f"{where}/profile", {"birth_year": "1980"})) == {"/sex", "/age_band", "/birth_year"}


# Talks, own assessments, the recommendation


def test_a_talk_that_lacks_something_is_told_all_of_it(people: Any) -> None:
    where, cmm = f"/cases/{accepted(people, {'preview.age_band': '15_17'}).pk}/interviews", Program(people.cecilie)
    lacks = {
        "place": "cmm", "began_at": "2026-03-12T13:00:00+01:00", "ended_at": "2026-03-12T12:00:00+01:00", "interpreter": "present",
        "companion": "declined", "present": ["police_or_staff"],
    }  # fmt: skip
    assert wrong(cmm.post(where, lacks)) == {"/present", "/present_words", "/language", "/ended_at"} - {
        "/present_words"
    } | {"/present_words"}
    assert wrong(cmm.post(where, {})) == {"/place", "/began_at", "/interpreter", "/companion"}


def test_a_talk_is_gone_on_with_by_one_at_a_time(people: Any) -> None:
    case = accepted(people)
    where = f"/cases/{case.pk}/interviews/{talked(people, case).pk}"
    cmm, us = Program(people.cecilie), Program(people.ulla)
    tag = cmm.get(where).headers["ETag"]
    assert cmm.change("PATCH", where, {"work": "Sixteen hours."}).json()["confirmed"] == [INDICATOR]
    behind = cmm.ask("PATCH", where, {"work": "Ten hours."}, if_match=tag)
    assert behind.status_code == 412
    assert behind.json()["differs"] == [{"pointer": "/work", "theirs": "Sixteen hours.", "yours": "Ten hours."}]
    assert cmm.ask("PATCH", where, {"work": "x"}).status_code == 428
    assert us.get(where).status_code == 200  # whoever decides reads it, and changes its own talks alone
    assert us.ask("PATCH", where, {"work": "x"}, if_match=tag).status_code == 404


def test_an_own_assessment_is_one_text(people: Any) -> None:
    case = accepted(people)
    where, police = f"/cases/{case.pk}/own-assessment", Program(people.poul)
    empty = police.get(where)
    assert empty.json() == {"words": ""}
    assert police.change("PUT", where, {"words": "Six beds."}).json() == {"words": "Six beds."}
    behind = police.ask("PUT", where, {"words": "Seven beds."}, if_match=empty.headers["ETag"])
    assert (behind.status_code, behind.json()["differs"][0]["theirs"]) == (412, "Six beds.")
    assert police.change("PUT", where, {"words": "Seven beds."}).json() == {"words": "Seven beds."}
    assert wrong(police.ask("PUT", where, {"words": " "}, if_match=police.get(where).headers["ETag"])) == {"/words"}


def test_a_recommendation_rests_on_a_talk(people: Any) -> None:
    case = accepted(people)
    where, cmm = f"/cases/{case.pk}/recommendation", Program(people.cecilie)
    assert wrong(cmm.post(where, {"recommends": "trafficked", "weighing": ""})) == {"/recommends", "/weighing"}
    talked(people, case)
    cmm.do(where, {"recommends": "trafficked", "weighing": "It fits."})


# The decision


def test_a_decision_that_lacks_something_is_told_all_of_it(people: Any) -> None:
    case = accepted(people)
    where, us = f"/cases/{case.pk}/decision", Program(people.ulla)
    lacks = {"outcome": "trafficked", "forms": ["labour"], "weights": {INDICATOR: "strong"}, "reasons": ""}
    found = {"/outcome", "/main_form", "/sector", "/channel", "/weights", "/reasons"}
    assert wrong(us.post(where, lacks)) == found  # no recommendation, and nobody has reported the indicator
    assert wrong(us.post(where, DECIDED | {"weights": {INDICATOR: "heavy"}})) == {f"/weights/{INDICATOR}"}


def test_what_can_be_decisive_is_what_was_told(people: Any) -> None:
    case = accepted(people)
    talked(people, case)
    us = Program(people.ulla)
    [one] = us.read(f"/cases/{case.pk}/decision/candidates")["results"]
    assert (one["code"], one["grade"], one["sources"]) == (INDICATOR, "strong", ["CMM"])
    us.do(f"/cases/{case.pk}/decision", DECIDED | {"weights": {INDICATOR: "medium"}})
    ngo = Program(people.nina).read(f"/cases/{case.pk}/decision")
    assert ngo["results"][0]["indicators"] == {"strong": [], "medium": [INDICATOR], "weak": []}
    assert ("decision" in ngo["results"][0], "told" in ngo) == (False, False)


def test_a_decision_supersedes_the_one_that_was_read(people: Any) -> None:
    case = accepted(people)
    where, us = f"/cases/{case.pk}/decision", Program(people.ulla)
    presumed(people, case)
    behind = us.post(where, DECIDED | {"why_superseded": "She told more."})
    assert behind.status_code == 409
    holds = us.read(f"{where}/candidates")["supersedes"]
    assert wrong(us.post(where, DECIDED | {"supersedes": holds})) == {"/why_superseded"}
    us.do(where, DECIDED | {"supersedes": holds, "why_superseded": "She told more."})
    both = us.read(where)["results"]
    assert [one["is_superseded"] for one in both] == [False, True]


# The period


def test_a_period_from_its_grant_to_coming_back(people: Any) -> None:
    case = accepted(people)
    presumed(people, case)
    where, us, cmm, on = f"/cases/{case.pk}/period", Program(people.ulla), Program(people.cecilie), today()
    none = us.read(where)
    assert (none["state"], none["deadline"], [link["verb"] for link in none["links"]]) == (
        "none",
        None,
        ["grant", "refuse"],
    )
    us.do(f"{where}/grant", {"asked_on": str(on), "first_day": str(on + timedelta(days=2)), "seen": 0})
    assert {link["verb"] for link in us.read(where)["links"]} == {"extend", "move", "refuse", "stop", "what_if"}
    assert us.post(f"{where}/refuse", {"words": "No.", "seen": 0}).status_code == 409  # one step came since
    us.do(f"{where}/move", {"first_day": str(on + timedelta(days=5))})
    us.do(f"{where}/stop", {"last_day": str(on)})
    stopped = us.read(where)
    assert (stopped["state"], stopped["unused_days"], stopped["asks_for"]) == ("stopped", 30, "period")
    us.do(f"{where}/resume", {"first_day": str(on + timedelta(days=5))})
    assert cmm.read(where)["deadline"] == str(on + timedelta(days=34))
    assert [step["step"] for step in cmm.read(where)["steps"]] == ["granted", "moved", "declined", "resumed"]
    assert cmm.post(f"{where}/grant", {"asked_on": str(on), "first_day": str(on)}).status_code == 404


def test_what_the_rules_refuse_is_refused_here(people: Any) -> None:
    case = accepted(people)
    where, us, cmm, on = f"/cases/{case.pk}/period", Program(people.ulla), Program(people.cecilie), str(today())
    grant = {"asked_on": on, "first_day": on}
    assert us.post(f"{where}/grant", grant).json()["detail"] == "A period follows on trafficked or presumed trafficked."
    presumed(people, case)
    us.do(f"{where}/grant", grant)
    extend = {"days": 91, "ground": "cooperates", "asked_on": on}
    assert wrong(us.post(f"{where}/extend", extend)) == {"/days"}
    assert wrong(us.post(f"{where}/extend", extend | {"days": 5, "ground": "special"})) == {"/words"}
    assert wrong(us.post(f"{where}/stop", {"last_day": "9999-12-31"})) == {"/last_day"}
    assert wrong(cmm.post(f"{where}/applications", {"asks_for": "period", "asked_on": on})) == {"/asks_for"}
    with as_owner():
        assert PeriodStep.objects.filter(case=case).count() == 1


def test_what_would_hold_is_answered_and_nothing_written(people: Any) -> None:
    case = accepted(people)
    where, us, on = f"/cases/{case.pk}/period", Program(people.ulla), today()
    assert us.read(f"{where}/what-if?what=declines") == {"words": ["No period is running."]}
    presumed(people, case)
    us.do(f"{where}/grant", {"asked_on": str(on), "first_day": str(on)})
    then = us.read(f"{where}/what-if?what=extended&days=60")["then"]
    assert (then["deadline"], then["left"]) == (str(on + timedelta(days=89)), 30)
    assert us.read(where)["deadline"] == str(on + timedelta(days=29))
    for query, parameter in (("what=flies", "what"), ("what=extended&days=many", "days")):
        told = us.get(f"{where}/what-if?{query}")
        assert (told.status_code, told.json()["errors"][0]["parameter"]) == (400, parameter)
    assert Program(people.poul).get(f"{where}/what-if?what=declines").status_code == 404  # no adviser
