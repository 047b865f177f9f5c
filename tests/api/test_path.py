"""The path of a case through the API alone: every actor's own program, each seeing what `cases/policy.py` gives it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from agencies.models import Agency
from cases.models import Case
from cases.wall import acting_as
from tests.api.programs import WRITTEN, Program
from tests.people import hire, put, question, take_on

pytestmark = [pytest.mark.pages, pytest.mark.commits]  # so that a request begins after the one before it, as in life


def sections(program: Program, case: str) -> set[str]:
    """Of which the reader has a record."""
    return set(program.read(f"{case}/records")["sections"])


def verbs(program: Program, referral: str) -> set[str]:
    return {link["verb"] for link in program.read(referral)["links"]}


def told(program: Program) -> list[str]:
    return [notice["what"] for notice in program.read("/notices")["results"]]


def test_from_referral_to_answer(people: Any) -> None:
    ngo, cmm, us, police = (Program(person) for person in (people.nina, people.cecilie, people.ulla, people.poul))
    outsider = Program(people.otto)

    # A draft, in two steps, by HopeNow: nobody else sees it
    referral = ngo.do("/referrals")
    case = referral.replace("/referrals/", "/cases/")
    assert verbs(ngo, referral) == {"change", "send", "discard"}
    missing = ngo.post(f"{referral}/send").json()
    assert "/preview/danger" in [wrong["pointer"] for wrong in missing["errors"]]
    ngo.change("PATCH", referral, WRITTEN)
    ngo.change("PATCH", referral, {"detention": {"detained_by": people.poul.agency_id}})
    assert [program.get(referral).status_code for program in (cmm, police, outsider)] == [404, 404, 404]

    # Sent: CMM sees the preview without a name
    ngo.do(f"{referral}/send")
    assert told(cmm) == ["referred"]
    assert [(work["work"], work["lane"]) for work in cmm.read("/worklist")["results"]] == [("answer_referral", 1)]
    assert verbs(cmm, referral) == {"ask", "pass_on", "decline", "accept"}
    assert set(cmm.read(referral)) == {"id", "number", "state", "preview", "detention", "links"}
    assert sections(cmm, case) == {"preview", "detention", "assignment"}

    # A question, and the reply
    cmm.do(f"{referral}/ask", {"words": "Which language?"})
    assert (told(ngo), ngo.read(referral)["state"], verbs(ngo, referral)) == (["asked"], "asked", {"reply", "withdraw"})
    ngo.do(f"{referral}/reply", {"words": "Vietnamese."})
    assert told(cmm) == ["replied", "referred"]

    # Accepted: CMM reads the name, the Immigration Service and the police come on
    carl = next(one["id"] for one in cmm.read("/colleagues")["results"] if one["name"] == "Carl")
    assert us.get(case).status_code == police.get(case).status_code == 404
    cmm.do(f"{referral}/accept", {"responsible": carl, "contact_person": carl})
    assert cmm.read(f"{case}/name")["used"] == "Ngọc"
    assert cmm.read(case)["capacities"] == ["coordinator"]
    assert us.read(case)["capacities"] == ["competent", "immigration"]
    assert police.read(case)["capacities"] == ["police"]
    everything = {
        "contact_person", "preview", "detention", "referral", "feedback", "name", "profile", "residence", "assignment",
    }  # fmt: skip
    assert sections(cmm, case) == everything
    assert sections(us, case) == everything
    assert sections(police, case) == everything - {"referral", "feedback", "residence"}
    assert sections(ngo, case) == everything - {"name", "profile", "residence"}

    # Answered
    cmm.do(f"{referral}/answer", {"words": "She has a bed."})
    said = ngo.read(f"{case}/records")["sections"]["feedback"]["referrals.feedback"]
    assert [row["content"]["words"] for row in said if row["content"]["what"] == "answer"] == ["She has a bed."]
    assert ngo.read(referral)["state"] == "answered"

    # Released: the coordinator writes it, all who read the detention see it
    cmm.do(f"{case}/release", {"until": "2026-03-12T14:00:00+01:00"})
    held = [program.read(f"{case}/records")["sections"]["detention"] for program in (ngo, police, us)]
    ended = [rows["victims.detention"][0]["content"]["until"] for rows in held]
    assert ended == ["2026-03-12T14:00:00+01:00"] * 3
    assert outsider.get(case).status_code == 404


# --- from the talk to an extended period ---------------------------------------------------------------------------

INDICATOR = "recruitment_deceived_job"
TALK = {
    "place": "detention", "began_at": "2026-03-12T13:00:00+01:00", "interpreter": "present", "language": "vie",
    "companion": "declined", "journey": "She owes for the journey.", "confirmed": [INDICATOR],
}  # fmt: skip
DECIDED = {
    "outcome": "trafficked", "forms": ["labour"], "main_form": "labour", "sector": "nails", "channel": "police",
    "weights": {INDICATOR: "strong"}, "reasons": "She was deceived.",
}  # fmt: skip
# Whoever is on the case, by the table of domain.md 4, as far as this story has written something there
ALL = {
    "contact_person", "preview", "detention", "referral", "feedback", "name", "profile", "assessment", "result", "decision",
    "indicators", "deadline", "application", "residence", "assignment",
}  # fmt: skip
SEEN = {
    "cmm": ALL,
    "us": ALL,
    "ngo": {"contact_person", "preview", "detention", "referral", "feedback", "result", "indicators", "assignment"},
    "police": ALL - {"referral", "feedback", "application", "residence"},
    "supporter": ALL - {"detention", "referral", "feedback", "decision", "residence"},
    "shelter": {"contact_person", "name", "profile", "result", "deadline", "application", "assignment"},
    "health": {"contact_person", "name", "profile"},
    "municipality": ALL - {"referral", "feedback", "assessment", "application"},
    "operator": {"contact_person", "name", "profile", "result", "deadline", "application", "assignment"},
    "prosecutor": ALL - {"preview", "referral", "feedback", "assessment", "indicators", "application"},
    "follower": {"contact_person"},
    "asked": set(),
}


def test_from_the_talk_to_an_extended_period(people: Any) -> None:
    """Each writes its part and is told of the others'; and has at the end what the table gives it, and nothing else."""
    who = {
        "cmm": people.cecilie, "us": people.ulla, "ngo": people.nina, "police": people.poul, "supporter": people.otto,
        "shelter": people.sara, "health": people.hanne, "municipality": people.mona, "operator": people.ian,
        "prosecutor": people.paula, "follower": hire(Agency.objects.get(short="Pro Vest"), name="frode"), "asked": people.stine,
    }  # fmt: skip
    today = datetime.now(ZoneInfo("Europe/Copenhagen")).date()
    programs = {name: Program(person) for name, person in who.items()}
    cmm, us, police, supporter, shelter = (programs[name] for name in ("cmm", "us", "police", "supporter", "shelter"))
    case = refer(programs["ngo"], cmm, people)
    case_id = UUID(case.rpartition("/")[2])
    for capacity in ("supporter", "shelter", "health", "municipality", "operator"):
        take_on(people, Case(pk=case_id), who[capacity], capacity)
    with acting_as(people.cecilie) as cecilie:
        on = Case.objects.get(pk=case_id)
        put(cecilie, on, who["follower"].agency, "follower")
        put(cecilie, on, who["prosecutor"].agency, "prosecutor")
        question(cecilie, on, who["asked"].agency, "shelter")

    # What is known, and on what footing she stays: the Immigration Service decides
    cmm.do(f"{case}/profile", {"sex": "woman", "age_band": "25_29", "birth_year": 1998, "nationality": "VN"})
    assert cmm.read(f"{case}/residence")["decides"] == [{"id": people.ulla.agency_id, "name": "US"}]
    police.change("PUT", f"{case}/own-assessment", {"words": "Six beds in the cellar."})
    supporter.change("PUT", f"{case}/own-assessment", {"words": "She is afraid."})

    # The talk, gone on with; the recommendation
    talk = cmm.do(f"{case}/interviews", TALK)
    cmm.change("PATCH", talk, {"wishes": "To stay."})
    assert (us.read(talk)["journey"], us.read(talk)["wishes"]) == ("She owes for the journey.", "To stay.")
    assert police.get(talk).status_code == supporter.get(talk).status_code == 404
    cmm.do(f"{case}/recommendation", {"recommends": "trafficked", "weighing": "It fits."})
    assert told(us)[0] == "recommended"
    assert "decide" in [work["work"] for work in us.read("/worklist")["results"]]

    # The decision, by what was confirmed
    found = us.read(f"{case}/decision/candidates")
    assert (found["supersedes"], [one["code"] for one in found["results"]]) == (None, [INDICATOR])
    decided = us.read(us.do(f"{case}/decision", DECIDED))
    assert decided["results"][0]["indicators"]["strong"] == [INDICATOR]
    gets = {row["agency"]["name"]: set(row["sections"]) for row in decided["told"]}
    assert gets["HopeNow"] == {"result", "indicators"}
    assert gets["Fyns Politi"] == {"result", "decision", "indicators"}
    assert (
        people.sara.agency.short not in gets
    )  # where she lives is not theirs to know; the shelter is told all the same
    assert all("decided" in told(programs[name]) for name in ("cmm", "ngo", "police", "supporter", "shelter"))
    assert set(programs["ngo"].read(f"{case}/decision")["results"][0]) == {
        "id", "at", "is_superseded", "result", "indicators",
    }  # fmt: skip

    def day(number: int) -> str:
        return str(today + timedelta(days=number - 1))

    # The period: asked for by one, granted; an extension by another, to the ceiling
    supporter.do(f"{case}/period/applications", {"asks_for": "period", "asked_on": day(1)})
    assert "period_asked" in told(us)
    us.do(f"{case}/period/grant", {"asked_on": day(1), "first_day": day(1)})
    period = shelter.read(f"{case}/period")
    assert (period["state"], period["deadline"], period["total_days"], period["left"]) == (
        "running",
        day(30),
        30,
        90,
    )
    assert [link["verb"] for link in period["links"]] == ["apply", "what_if"]
    shelter.do(
        f"{case}/period/applications", {"asks_for": "extension", "asked_on": day(1), "days": 90, "ground": "cooperates"}
    )  # fmt: skip
    then = supporter.read(f"{case}/period/what-if?what=extended&days=90")["then"]
    us.do(f"{case}/period/extend", {"days": 90, "ground": "cooperates", "asked_on": day(1)})
    period = police.read(f"{case}/period")
    assert (period["deadline"], period["ceiling"], period["left"]) == (day(120), 120, 0)
    assert (then["deadline"], then["left"]) == (day(120), 0)
    assert [step["ground"] for step in period["steps"]] == [None, None]
    assert [step["ground"]["ground"] for step in us.read(f"{case}/period")["steps"]] == ["", "cooperates"]
    for name in ("ngo", "health", "follower"):
        assert programs[name].get(f"{case}/period").status_code == 404

    # Each has what the table gives it
    assert {name: sections(program, case) for name, program in programs.items()} == SEEN
    assert Program(people.henrik).get(case).status_code == 404


def refer(sender: Program, receiver: Program, people: Any) -> str:
    """The case of a detained woman without lawful stay, accepted."""
    referral = sender.do("/referrals")
    sender.change("PATCH", referral, WRITTEN)
    sender.change("PATCH", referral, {"detention": {"detained_by": people.poul.agency_id}})
    sender.do(f"{referral}/send")
    receiver.do(f"{referral}/accept", {"responsible": people.carl.pk, "contact_person": people.carl.pk})
    return referral.replace("/referrals/", "/cases/")
