"""The path of a case through the API alone: every actor's own program, each seeing what `cases/policy.py` gives it."""

from typing import Any

import pytest

from tests.api.programs import WRITTEN, Program

pytestmark = pytest.mark.pages


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
    everything = {"contact_person", "preview", "detention", "referral", "feedback", "name", "assignment"}
    assert sections(cmm, case) == everything
    assert sections(us, case) == everything
    assert sections(police, case) == everything - {"referral", "feedback"}
    assert sections(ngo, case) == everything - {"name"}

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
