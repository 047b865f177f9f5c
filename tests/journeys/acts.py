"""What people do in the pages, as the journeys say it."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NUMBER = re.compile(r"T-\d{4}-[A-Z]{2}")

Answers = dict[str, Any]


def moment(name: str, at: datetime | None) -> Answers:
    """The four inputs of a moment; None empties them."""
    parts = (at.day, at.month, at.year, f"{at:%H.%M}") if at else ("", "", "", "")
    return {f"{name}_{part}": str(value) for part, value in zip(("day", "month", "year", "clock"), parts, strict=True)}


def ago(**lapse: float) -> datetime:
    return datetime.now(COPENHAGEN) - timedelta(**lapse)


def steps(**changes: Answers) -> dict[int, Answers]:
    """Answers to the first four steps, enough to send."""
    first = {
        1: {
            **moment("referral-met_at", ago(hours=3)),
            "referral-met_place": "Vesterbrogade 4, bagtrappen",
            "referral-situation": "police_custody",
            "referral-journal_number": "0100-70111-00026",
        },
        2: {
            "referral-seen": "Låst inde om natten, ingen løn.",
            "preview-needs": ["interpreter"],
            "preview-danger": "no",
            "referral-residence_status": "unlawful",
            "preview-consent": "yes",
        },
        3: {
            "referral-name": "Ngọc Trần",
            "preview-sex": "woman",
            "preview-age_band": "25_29",
            "preview-languages": ["vie"],
            "referral-reachable": "Gennem sin advokat.",
        },
        4: {"preview-first_talk_place": "police_station", "preview-first_talk_words": "I morgen tidlig."},
    }
    return {step: answers | changes.get(f"step{step}", {}) for step, answers in first.items()}


def fill(page: Page, answers: Answers) -> None:
    """Type, choose and tick by the fields' names."""
    for name, answer in answers.items():
        fields = page.locator(f"main [name='{name}']")
        if fields.first.evaluate("field => field.type") in ("radio", "checkbox"):
            for value in answer if isinstance(answer, list) else [answer]:
                tick(page, fields.and_(page.locator(f"[value='{value}']")) if value is not True else fields)
        elif fields.first.evaluate("field => field.tagName") == "SELECT":
            fields.select_option(answer)
        else:
            fields.fill(answer)


def put(page: Page, answers: Answers) -> None:
    """The same at one blow, for journeys that are not about writing: no key is pressed, nothing is saved meanwhile."""
    page.locator("main").evaluate(
        """(main, answers) => {
            for (const [name, answer] of Object.entries(answers)) {
                const values = [answer].flat().map(String);
                for (const field of main.querySelectorAll(`[name="${name}"]`)) {
                    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
                    else field.value = values[0];
                }
            }
        }""",
        answers,
    )


def tick(page: Page, choice: Locator) -> None:
    """Press on the words of a choice, which the design system draws over it; open what is folded before."""
    fold = page.locator("details:not([open])", has=choice)
    if fold.count():
        fold.locator("summary").click()
    page.locator(f"label[for='{choice.get_attribute('id')}']").click()
    expect(choice).to_be_checked()


def begin(page: Page, *, request: bool = False) -> str:
    """Press "Refer a person", or "Request an assessment"; gives the case."""
    page.goto("/")
    form = page.locator("main form[action='/referrals/new/']")
    wanted = page.locator("[name=request]")
    (form.filter(has=wanted) if request else form.filter(has_not=wanted)).get_by_role("button").click()
    expect(page).to_have_url(ending("/referrals/[0-9a-f-]{36}/1/"))
    return case_in(page)


def ending(path: str) -> re.Pattern[str]:
    """An address that ends so; a place on the page that somebody went to, such as an error's, stays behind it."""
    return re.compile(path + r"(#.*)?$")


def case_in(page: Page) -> str:
    return urlsplit(page.url).path.split("/")[2]


def go_on(page: Page) -> None:
    """The one filled button of a page's form."""
    page.locator("main form .button-primary").click()


def write(page: Page, answers: dict[int, Answers], by: Any = fill) -> None:
    """Fill the four steps, from the first, and come to the check."""
    for step, of_step in answers.items():
        expect(page).to_have_url(ending(f"/{step}/"))
        by(page, of_step)
        go_on(page)
    expect(page).to_have_url(ending("/5/"))


def send(page: Page) -> str:
    """From the check to the receipt; gives the number."""
    page.locator("form[action$='/send/'] .button-primary").click()
    expect(page).to_have_url(ending("/receipt/"))
    return number_on(page)


def refer(page: Page, by: Any = put, *, request: bool = False, **changes: Answers) -> tuple[str, str]:
    """All of it; gives the case and its number."""
    case = begin(page, request=request)
    write(page, steps(**changes), by)
    return case, send(page)


def post_as_well(page: Page, form: str) -> None:
    """Send a form past the page, which stays open: whoever then presses its button sends the same form again."""
    whole = page.locator(form)
    data = whole.evaluate("form => Object.fromEntries(new FormData(form))")
    assert page.request.post(whole.evaluate("form => form.action"), form=data).ok


def number_on(page: Page) -> str:
    return NUMBER.search(page.locator("main").inner_text())[0]


def answer(page: Page, case: str, verb: str, **more: str) -> None:
    """What a receiver chooses on the preview."""
    page.goto(f"/cases/{case}/")
    expect(page).to_have_url(f"/referrals/{case}/preview/")
    tick(page, page.locator(f"[name=verb][value={verb}]"))
    for name, value in more.items():
        field = page.locator(f"main [name={name}]")
        field.fill(value) if name == "words" else field.select_option(label=value)
    go_on(page)


def say(page: Page, case: str, verb: str, words: str) -> None:
    """Press the button of the case page, and write."""
    page.goto(f"/cases/{case}/")
    page.locator(f".actions a[href='/referrals/{case}/say/{verb}/']").click()
    page.locator("main [name=words]").fill(words)
    go_on(page)
    expect(page).to_have_url(f"/cases/{case}/")


def assert_shows(page: Page, *words: str) -> None:
    shown = text_of(page)
    assert [word for word in words if word in shown] == list(words)


def assert_hides(page: Page, *words: str) -> None:
    """Neither shown nor anywhere else in the page."""
    whole = page.content()
    assert [word for word in words if word in whole] == []


def text_of(page: Page) -> str:
    return page.locator("main").inner_text()
