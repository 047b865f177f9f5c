"""Deciding in the pages: the form, its check, the act, the receipt; and what each reader then finds on the case."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from cases.wall import acting_as
from referrals.referral.services import ask_sender
from tests.conftest import NOW, as_owner
from tests.people import accepted, signed_in, take_on
from tests.victims.decision.deciding import NOT_TRAFFICKED, PRESUMED, decides, recommended
from tests.victims.test_path import DECIDED
from victims.decision.models import Result

pytestmark = pytest.mark.pages
CODE = "recruitment_deceived_job"
REASONS = "She was promised a job as a cook."
SENT = {
    "outcome": "trafficked", "forms": ["labour", "criminality"], "main_form": "labour", "sector": "nails", "crime": "cannabis",
    "channel": "authority", "reasons": REASONS,
}  # fmt: skip


def in_english(person: Any) -> Any:
    return signed_in(person, headers={"accept-language": "en"})


def text_of(response: Any) -> str:
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").replace("&#x27;", "'")
    )


def page(case: Any) -> str:
    return reverse("victims:decision", args=[case.pk])


def send(person: Any, case: Any, step: str = "check", **changes: Any) -> Any:
    given = SENT | {"step": step, "submission": str(uuid4())} | changes
    return in_english(person).post(page(case), {name: value for name, value in given.items() if value is not None})


def results(case: Any) -> list[str]:
    with as_owner():
        return list(Result.objects.filter(case=case).order_by("written_at").values_list("outcome", flat=True))


def shown(person: Any, case: Any) -> str:
    return text_of(in_english(person).get(reverse("cases:case", args=[case.pk])))


def test_the_form_shows_what_it_rests_on_and_nothing_is_chosen(people: Any) -> None:
    case = recommended(people)
    response = in_english(people.ulla).get(page(case))
    text = text_of(response)
    for words in ("CMM recommends: trafficked", "It fits together.", "1 talk", "No lawful stay"):
        assert words in text
    assert not re.search(r"<input[^>]* checked", response.content.decode())


def test_only_who_decides_has_the_page(people: Any) -> None:
    case = recommended(people)
    take_on(people, case, people.sara, "shelter")
    for person in (people.carl, people.rita, people.poul, people.nina, people.sara, people.otto):
        assert in_english(person).get(page(case)).status_code == 404
        assert send(person, case, "decide").status_code == 404
        assert in_english(person).get(reverse("victims:decided", args=[case.pk])).status_code == 404
    assert results(case) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"outcome": None}, "Choose a result."),
        ({"forms": None}, "Choose at least one form of exploitation."),
        ({"main_form": "other"}, "Choose the main form among those that you have ticked."),
        ({"sector": ""}, "Choose the sector."),
        ({"crime": ""}, "Choose which crime."),
        ({"channel": ""}, "Choose how the person was identified."),
        ({"outcome": "not_trafficked"}, "Forms of exploitation go with trafficked and presumed trafficked only."),
        ({"outcome": "not_completed", "forms": None}, "Choose why it could not be completed."),
        ({"decisive": ["destination_debt_bondage"]}, "Only indicators that were confirmed or reported can be decisive."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("step", ["check", "decide"])
def test_errors_stand_first_and_by_their_field_and_what_was_typed_stays(
    people: Any, wrong: Any, fault: str, step: str
) -> None:
    case = recommended(people)
    response = send(people.ulla, case, step, **wrong)
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count(fault) == 2  # the summary, and by the field
    assert html.index("error-summary") < html.index("<h1>")
    linked = re.search(r'error-summary.*?href="#([^"]+)"', html, re.DOTALL)[1]  # type: ignore[index]
    assert f'id="{linked}"' in html
    assert REASONS in html
    assert results(case) == []


def test_no_reasons_no_decision(people: Any) -> None:
    case = recommended(people)
    assert send(people.ulla, case, reasons=" ").content.decode().count("Write the reasons.") == 2


def test_the_check_page_shows_everything_and_decides_nothing(people: Any) -> None:
    case = recommended(people)
    response = send(people.ulla, case)
    text = text_of(response)
    for words in (
        "Forced labour, nail salon", "Forced criminality, growing cannabis", "Other authorities", REASONS, "Decide: trafficked",
        "a period of 30 days", "The support goes on.", "under forced labour", "A decision can only be superseded by a new one",
    ):  # fmt: skip
        assert words in text, words
    assert results(case) == []


def test_who_is_told_what_is_computed_from_the_table_and_the_grants(people: Any) -> None:
    case = recommended(people)
    take_on(people, case, people.sara, "shelter")
    take_on(people, case, people.ian, "operator")
    take_on(people, case, people.hanne, "health")
    response = send(people.ulla, case)
    rows = {
        re.split(r" (?=coordinates|police|referred|prepares|gives)", line)[0]: line
        for line in (
            re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)).strip()
            for row in re.findall(r"<tr>(.*?)</tr>", response.content.decode(), re.DOTALL)
        )
    }
    whole = "The whole decision, with its reasons and indicators"
    assert whole in rows[str(people.cecilie.agency.english or people.cecilie.agency)]
    assert whole in next(line for who, line in rows.items() if "Funen" in who)
    referrer = next(line for who, line in rows.items() if "HopeNow" in who)
    assert "Trafficked. Nothing of the person" in referrer
    assert "As the answer to the referral" in referrer
    operator = next(line for who, line in rows.items() if people.ian.agency.english in who)
    assert whole not in operator
    text = text_of(response)
    assert "Whoever houses or supports a person can always read the result" in text
    for hidden in (
        people.sara.agency.name,
        people.hanne.agency.name,
    ):  # the one is not to be known, the other reads no result
        assert hidden not in response.content.decode()


def test_correct_first_keeps_everything(people: Any) -> None:
    case = recommended(people)
    html = send(people.ulla, case, "correct").content.decode()
    assert "error-summary" not in html
    assert REASONS in html
    for name, value in (
        ("forms", "labour"),
        ("forms", "criminality"),
        ("main_form", "labour"),
        ("outcome", "trafficked"),
    ):
        assert re.search(rf'name="{name}" value="{value}" checked', html), (name, value)


def test_deciding_leads_to_a_receipt_and_twice_is_once(people: Any) -> None:
    case = recommended(people)
    key = str(uuid4())
    first, second = (send(people.ulla, case, "decide", submission=key) for _ in range(2))
    assert (first.status_code, second.status_code, first["Location"]) == (302, 302, second["Location"])
    assert results(case) == ["trafficked"]
    text = text_of(in_english(people.ulla).get(first["Location"]))
    assert "Decided: trafficked" in text
    assert in_english(people.cecilie).get(first["Location"]).status_code == 404


def test_a_form_that_another_decision_overtook_is_409_and_nothing_is_lost(people: Any) -> None:
    case = recommended(people)
    decides(people.ulla, case, PRESUMED)
    for step in ("check", "decide"):
        response = send(people.ulla, case, step)
        text = text_of(response)
        assert response.status_code == 409
        assert "Somebody else has decided meanwhile" in text
        assert "Presumed trafficked" in text
        assert REASONS in text
    assert results(case) == ["presumed"]


def test_superseding_shows_both_side_by_side_and_says_why(people: Any) -> None:
    case = recommended(people)
    first = decides(people.ulla, case, NOT_TRAFFICKED)
    before = {"supersedes": str(first.pk)}
    assert (
        send(people.ulla, case, **before).content.decode().count("Write why the earlier decision is superseded.") == 2
    )
    check = send(people.ulla, case, **before, why_superseded="She told more.").content.decode()
    table = check[check.index("compare") : check.index("</table>")]
    for words in ("Not trafficked", "Trafficked", "Nothing points to it.", REASONS, "She told more."):
        assert words in table
    assert send(people.ulla, case, "decide", **before, why_superseded="She told more.").status_code == 302
    assert results(case) == ["not_trafficked", "trafficked"]
    for person in (people.ulla, people.cecilie, people.poul):
        text = shown(person, case)
        assert "Superseded" in text
        assert "Nothing points to it." in text
        assert "She told more." in text


def test_each_reader_finds_what_is_theirs_on_the_case(people: Any) -> None:
    case = recommended(people)
    decides(people.ulla, case, DECIDED | {"reasons": REASONS})
    indicator = "Was promised another job"
    for person in (people.ulla, people.cecilie, people.poul):
        text = shown(person, case)
        assert [words in text for words in ("Trafficked", "Forced labour, nail salon", indicator, REASONS)] == [
            True
        ] * 4
    text = shown(people.nina, case)
    assert [words in text for words in ("Trafficked", "nail salon", indicator, REASONS)] == [True, False, True, False]
    assert "until decided" in text
    take_on(people, case, people.hanne, "health")
    assert "Trafficked" not in shown(people.hanne, case)


def test_presumed_counts_as_trafficked_and_the_police_release_first(people: Any) -> None:
    case = accepted(people, by=people.poul)
    decides(people.ulla, case, PRESUMED)
    text = shown(people.poul, case)
    assert "Counts as trafficked in all that follows." in text
    assert text.index("Write when the person was released") < text.rindex("The answer to your referral")
    assert "Write when the person was released" not in shown(people.poul, accepted(people, by=people.poul))


def test_the_overview_tells_the_result_and_what_decided_without_the_person(people: Any) -> None:
    case = recommended(people, by=people.skat)
    decides(people.ulla, case)
    html = in_english(people.skat).get("/").content.decode()
    assert "<strong>Trafficked</strong>" in html
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))
    assert "Was promised another job, place or employer (strong)" in text
    assert "In your 1⁠–⁠4 answers" in text or "In your 1–4 answers" in text
    for hidden in ("Ngọc", "N.", "She was deceived."):
        assert hidden not in text.replace("T-", "")
    assert "What was decisive" not in text_of(in_english(people.nina).get("/"))


def test_an_ngo_reads_its_answers_first(people: Any) -> None:
    case = recommended(people)
    decides(people.ulla, case)
    with acting_as(people.cecilie) as cecilie:
        ask_sender(actor=cecilie, case=case, words="Has she a bed?", now=NOW)
    text = text_of(in_english(people.nina).get("/"))
    assert text.index("Answers to your referrals") < text.index("Waiting for you")
    assert "Trafficked" in text
