"""Every page, for those who can open it: in both languages, wide and narrow, by keyboard."""

import re

import pytest
from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Page, expect

from tests.journeys.acts import begin, ending, go_on, put, tick
from tests.journeys.inspection import FINDINGS, NARROW, STICKING_OUT, WIDE, axe, inspect

# Where one of each is found: the first in a list of this person's.
FIRST = {
    "draft": ("henrik_friis", "/referrals/?state=draft"),
    "sent": ("henrik_friis", "/referrals/?state=sent"),
    "asked": ("henrik_friis", "/referrals/?state=waiting"),
    "declined": ("henrik_friis", "/referrals/?state=declined"),
    "accepted": ("henrik_friis", "/referrals/?state=accepted"),
    "answered": ("henrik_friis", "/referrals/?state=answered"),
    "withdrawn": ("henrik_friis", "/referrals/?state=withdrawn"),
    "new": ("mette_lindholm", "/?show=new"),
    "name": ("mette_lindholm", "/cases/{accepted}/history/victims.name/"),
    "talk": ("mette_lindholm", "/cases/{answered}/history/victims.interview/"),
    "decided": ("pia_overgaard", "/cases/"),
    "running": ("pia_overgaard", "/?show=periods"),
    "supported": ("grace_adeyemi", "/referrals/?state=answered"),
    "active": ("hanne_dreyer", "/accounts/"),
    "invited": ("hanne_dreyer", "/accounts/?show=invited"),
    "closed": ("hanne_dreyer", "/accounts/?show=closed"),
}
PAGES = {
    "": """/login/ /login/closed/ /login/reset/ /login/reset/sent/ /login/reset/done/ /login/reset/1-x/
        /help/ /accessibility/ /privacy/ /nowhere/""",
    "henrik_friis": """/ /referrals/ /notices/ /cases/?number=T-0000-XX
        /referrals/{draft}/1/ /referrals/{draft}/2/ /referrals/{draft}/3/ /referrals/{draft}/4/ /referrals/{draft}/5/
        /referrals/{draft}/discard/ /referrals/{sent}/discard/ /referrals/{sent}/receipt/ /referrals/{sent}/withdraw/
        /cases/{sent}/ /referrals/{asked}/say/reply/ /cases/{declined}/ /referrals/{declined}/5/
        /cases/{accepted}/ /cases/{accepted}/timeline/ /cases/{accepted}/history/referrals.referral/
        /cases/{accepted}/recuse/ /cases/{accepted}/release/ /cases/{accepted}/own-assessment/ /cases/{answered}/
        /referrals/{withdrawn}/receipt/
        /nowhere/ /logout/""",
    "mette_lindholm": """/ /?show=back /cases/ /referrals/telephone/ /referrals/{new}/preview/ /referrals/{asked}/preview/
        /cases/{accepted}/ /cases/{accepted}/log/ /cases/{accepted}/history/victims.name/
        /cases/{accepted}/history/victims.name/{name}/withdraw/ /cases/{accepted}/name/ /referrals/{accepted}/people/
        /referrals/{accepted}/say/ask/ /referrals/{accepted}/say/answer/
        /cases/{accepted}/profile/ /cases/{accepted}/residence/ /cases/{accepted}/residence/hand-over/ /cases/{accepted}/talk/
        /cases/{answered}/ /cases/{answered}/talk/{talk}/ /cases/{answered}/recommendation/
        /cases/{answered}/recommendation/receipt/ /cases/{answered}/period/
        /cases/{running}/period/ /cases/{running}/period/?what=extended&more=30 /cases/{running}/period/ask/""",
    "per_storm": "/referrals/{new}/preview/ /cases/{accepted}/",
    "pia_overgaard": """/ /?show=periods /cases/{decided}/ /cases/{decided}/decision/
        /cases/{running}/ /cases/{running}/period/ /cases/{running}/period/extend/ /cases/{running}/period/end/""",
    "grace_adeyemi": "/ /cases/{supported}/",
    "ayse_demir": "/",
    "marta_kowalska": "/ /cases/ /notices/",
    "hanne_dreyer": "/accounts/ /accounts/{active}/ /accounts/{invited}/ /accounts/{closed}/ /login/second-factor/",
    "lise_hald": "/oversight/ /oversight/?verb=refused",
}
ALL = [(who, path) for who, paths in PAGES.items() for path in paths.split()]
# Of what a browser can be led to, without a page here: test_login.py opens these, and a link or a form leads to those.
AT_LOGIN = {
    "account_reauthenticate", "account_change_password", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
}  # fmt: skip
WITHOUT_PAGE = {"healthz", "agencies:language", "referrals:autosave"}
FORMS_ALONE = {
    "victims:decided",
    "referrals:new", "referrals:send", "agencies:role", "agencies:deactivate", "agencies:reopen", "agencies:invite_again",
    "agencies:withdraw", "agencies:reset_second_factor", "agencies:end_keys", "agencies:end_key",
}  # fmt: skip

REFUSED = {"/nowhere/": 404, "/referrals/{sent}/discard/": 409}
found: dict[str, str] = {}


def address(site, path):
    """The path, with one that is there in each place of a name."""
    for name in re.findall(r"{(\w+)}", path):
        if name not in found:
            who, of = FIRST[name]
            page = site.open(who)
            page.goto(address(site, of))
            link = page.locator("main tbody a, main a[href$='/withdraw/']").first.get_attribute("href")
            found[name] = (re.findall("[0-9a-f-]{36}", link) or re.findall(r"\d+", link))[-1]
    return path.format(**found)


def names_under(patterns, space=""):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from names_under(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}"


def name_of(path):
    known = re.sub(r"{(active|invited|closed)}", "1", path)
    known = re.sub(r"{\w+}", "00000000-0000-0000-0000-000000000000", known.partition("?")[0])
    try:
        return resolve(known).view_name
    except Resolver404:
        return None


def test_no_page_is_left_out():
    opened = {name_of(path) for _who, path in ALL} - {None}
    there = {name for name in names_under(get_resolver().url_patterns) if not name.startswith("api:")}
    assert opened | AT_LOGIN | WITHOUT_PAGE | FORMS_ALONE == there


@pytest.mark.parametrize(("who", "path"), ALL)
def test_page(full_site, who, path):
    """By axe in Danish where there is room, in English where there is none; by the ruler in all four."""
    here = address(full_site, path)
    for language, width in (("da", WIDE), ("en", NARROW)):
        page = full_site.open(who, language)
        answer = page.goto(here)
        assert answer.status == REFUSED.get(path, 200)
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("h1")).to_have_count(1)
        inspect(page, width)


@pytest.mark.parametrize("language", ["da", "en"])
def test_pages_that_forms_lead_to(full_site, language):
    visitor = full_site.open("", language)
    visitor.goto("/login/")
    visitor.locator("#id_login").fill("nobody@tillid.example")
    visitor.locator("#id_password").fill("not the word")
    visitor.locator(".own-login button").click()
    expect(visitor.locator("#error-summary")).to_be_focused()
    inspect(visitor)

    writer, colleague = full_site.open("henrik_friis", language), full_site.open("henrik_friis", language)
    case = begin(writer)
    for step in (1, 2):
        writer.goto(f"/referrals/{case}/{step}/")
        go_on(writer)
        expect(writer.locator("#error-summary")).to_be_focused()
        inspect(writer)
    writer.goto(f"/referrals/{case}/5/")
    inspect(writer)
    for page, place in ((writer, "Stationen"), (colleague, "Havnen")):
        page.goto(f"/referrals/{case}/1/")
        put(page, {"referral-met_place": place})
    for page in (writer, colleague):
        go_on(page)
    expect(colleague.locator("table.compare")).to_be_visible()
    inspect(colleague)
    colleague.locator("[name=together]").click()
    expect(colleague.locator("main .panel")).to_contain_text("Stationen")
    inspect(colleague)

    duty = full_site.open("mette_lindholm", language)
    duty.goto(address(full_site, "/referrals/{new}/preview/"))
    tick(duty, duty.locator("[name=verb][value=pass_on]"))
    go_on(duty)
    expect(duty.locator("#error-summary")).to_be_focused()
    inspect(duty)


def test_inspection_finds_what_it_looks_for(site):
    page = site.open()
    page.goto("/help/")
    page.evaluate(axe())
    assert (page.evaluate(FINDINGS), page.evaluate(STICKING_OUT)) == ([], [])
    page.locator("main").evaluate(
        "main => main.insertAdjacentHTML('beforeend', '<button></button><div id=wide>x</div>')"
        " || (document.getElementById('wide').style.width = '2000px')"
    )
    assert [line.split(":")[0] for line in page.evaluate(FINDINGS)] == ["button-name"]
    assert [line[:14] for line in page.evaluate(STICKING_OUT)] == ['<div id="wide"']


# By keyboard

FOCUS = """() => {
    const one = document.activeElement;
    const drawn = [getComputedStyle(one)];
    if (one.labels?.length) drawn.push(getComputedStyle(one.labels[0], "::before"), getComputedStyle(one.labels[0]));
    const ring = drawn.some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    return {place: one.closest("main table") ? "row" : one.closest("main") ? "main" : one.closest("footer") ? "footer" : "head",
            leads: one.getAttribute("href") ?? one.name ?? "", ring};
}"""


def walk(page: Page, until: str):
    """Tab by Tab: where one is, where it leads, and whether it can be seen."""
    steps = []
    while not steps or steps[-1]["place"] != until:
        page.keyboard.press("Tab")
        steps.append(page.evaluate(FOCUS))
        assert len(steps) < 200
    return steps


def test_tab_goes_through_the_cases(full_site):
    duty = full_site.open("mette_lindholm")
    duty.goto("/")
    duty.keyboard.press("Tab")
    expect(duty.locator(".skipnav")).to_be_focused()
    duty.keyboard.press("Enter")
    expect(duty.locator("main")).to_be_focused()
    steps = walk(duty, "footer")
    assert [step for step in steps if not step["ring"]] == []
    rows = duty.locator("main table a")
    assert [step["leads"] for step in steps if step["place"] == "row"] == [
        rows.nth(number).get_attribute("href") for number in range(rows.count())
    ]
    assert rows.count() > 20


def test_a_form_is_walked_and_each_place_is_seen(full_site):
    writer = full_site.open("henrik_friis")
    begin(writer)
    writer.locator("main").focus()
    steps = walk(writer, "footer")
    assert [step for step in steps if not step["ring"]] == []
    names = list(dict.fromkeys(step["leads"] for step in steps if step["leads"].startswith("referral-")))
    met = [f"referral-met_at_{part}" for part in ("day", "month", "year", "clock")]
    assert names == [*met, "referral-met_place", "referral-situation", "referral-journal_number"]


@pytest.mark.parametrize("language", ["da", "en"])
def test_menu_and_steps_open_on_a_phone(full_site, language):
    writer = full_site.open("henrik_friis", language)
    begin(writer)
    writer.set_viewport_size(NARROW)
    writer.locator(".step-indicator-button").press("Enter")
    expect(writer.locator("#steps li.current")).to_be_visible()
    writer.evaluate(axe())
    assert writer.evaluate(FINDINGS) == []
    writer.locator("#steps [data-modal-close]").first.press("Enter")
    expect(writer.locator("#steps")).to_be_hidden()
    writer.locator(".js-menu-open").press("Enter")
    expect(writer.locator(".mobile-drawer")).to_be_visible()
    assert writer.evaluate(FINDINGS) == []
    writer.locator(".mobile-drawer .nav-link").first.press("Enter")
    expect(writer).to_have_url(ending("/"))
