"""From the referral to an extended reflection period, each actor in turn; what each reads of it, and what not."""

from playwright.sync_api import Page, expect

from tests.journeys.acts import (
    ago,
    answer,
    assert_hides,
    assert_shows,
    begin,
    fill,
    go_on,
    moment,
    put,
    send,
    steps,
    text_of,
    write,
)

INDICATOR = "destination_documents_taken"
WEIGHED, REASONS, WISH, GROUND = (
    "Forklaringen hænger sammen.",
    "Passet lå i ejerens skuffe.",
    "Jeg er syg og kan ikke rejse endnu.",
    "Lægen fraråder rejsen.",
)
DETAINED = {**moment("detention-since", ago(hours=2)), "detention-place": "Odense Arrest"}
SUPPORTED = """
from datetime import UTC, datetime
from cases.grants.services import accept, ask
from cases.models import Case
from cases.wall import acting_as
from demo.build import cast
now, people = datetime.now(UTC), cast().accounts
with acting_as(people["mette_lindholm"]) as coordinator:
    case = Case.objects.get(pk="{case}")
    ask(actor=coordinator, case=case, agency=people["grace_adeyemi"].agency, to_be="supporter", legal_basis="consent", now=now)
with acting_as(people["grace_adeyemi"]) as supporter:
    accept(actor=supporter, case=case, legal_basis="accepted", now=now)
"""


def take_step(page: Page, case: str, heading: str) -> None:
    """From the form that the period's page suggests, over the check, to the page again."""
    go_on(page)
    expect(page.locator("main")).to_contain_text("Hvem får besked")
    expect(page.locator("h1")).to_have_text(heading)
    go_on(page)
    expect(page).to_have_url(f"/cases/{case}/period/")
    expect(page.locator("main .alert-success")).to_be_visible()


def test_from_the_referral_to_an_extended_period(site):
    # The police ask for an assessment of somebody whom another district holds.
    officer = site.open("henrik_friis")
    case = begin(officer, request=True)
    answers = steps(step2=DETAINED | {"referral-indicators": [INDICATOR, "destination_debt_bondage"]})
    officer.goto(f"/referrals/{case}/2/")
    fyn = officer.locator("[name=detention-detained_by] option", has_text="Fyns Politi").get_attribute("value")
    answers[2]["detention-detained_by"] = fyn
    officer.goto(f"/referrals/{case}/1/")
    write(officer, answers, put)
    number = send(officer)

    # CMM accepts, talks with her and recommends; an NGO that CMM asks supports her.
    duty = site.open("mette_lindholm")
    answer(duty, case, "accept", responsible="Mette Lindholm", contact_person="Anne-Mette Kjær")
    duty.goto(f"/cases/{case}/talk/")
    put(duty, {
        **moment("began_at", ago(minutes=50)), "place": "detention", "interpreter": "present", "language": "vie",
        "companion": "declined",
    })  # fmt: skip
    duty.locator("main button[value=recommend]").click()
    put(duty, {"recommends": "trafficked", "weighing": WEIGHED})
    go_on(duty)
    go_on(duty)
    expect(duty).to_have_url(f"/cases/{case}/recommendation/receipt/")
    site.through_services(SUPPORTED.format(case=case))

    # The Immigration Service decides.
    decider = site.open("pia_overgaard")
    decider.goto("/")
    decider.get_by_role("link", name=number).click()
    assert_shows(decider, WEIGHED)
    decider.goto(f"/cases/{case}/decision/")
    put(decider, {
        "outcome": "trafficked", "forms": ["labour"], "sector": "nails", "channel": "police", "decisive": [INDICATOR],
        f"weight_{INDICATOR}": "strong", "reasons": REASONS,
    })  # fmt: skip
    decider.locator("button[value=check]").click()
    expect(decider.locator("h1")).to_have_text("Kontrollér afgørelsen")
    assert_shows(decider, REASONS)
    decider.locator("button[value=decide]").click()
    expect(decider.locator("h1")).to_have_text("Afgjort: handlet")

    # Whoever referred reads the result and what decided, not why.
    officer.goto(f"/cases/{case}/")
    assert_shows(officer, "Handlet", "Pas eller papirer er taget")
    assert_hides(officer, REASONS, WEIGHED)

    # The Immigration Service grants the period that she asks for.
    decider.goto(f"/cases/{case}/period/")
    take_step(decider, case, "Giv en periode")
    assert_shows(decider, "dag 1 af 30. 29 dage tilbage")
    decider.goto(f"/cases/{case}/")
    assert "CMM svarer" not in text_of(decider)  # the period is watched by both, and nobody waits for the other

    # The supporter passes on that she asks for more, and CMM reads it.
    supporter = site.open("grace_adeyemi")
    supporter.goto(f"/cases/{case}/")
    supporter.locator(f"main a[href='/cases/{case}/period/ask/']").first.click()
    put(supporter, {"days": "60", "words": WISH})
    go_on(supporter)
    expect(supporter.locator("main .alert-success")).to_be_visible()
    duty.goto(f"/cases/{case}/period/")
    assert_shows(duty, WISH, "HopeNow")

    # The Immigration Service has it as work, and extends for as long as was asked.
    decider.goto("/")
    expect(decider.locator("tr", has_text=number)).to_contain_text("60 dage")
    decider.goto(f"/cases/{case}/period/")
    assert_shows(decider, WISH)
    fill(decider, {"ground": "special", "words": GROUND})
    take_step(decider, case, "Forlæng perioden")
    assert_shows(decider, "dag 1 af 90. 89 dage tilbage", GROUND)
    deadline = decider.locator("h1").inner_text()

    # The police and the supporter read until when, and neither why; whoever only referred reads nothing of it.
    for who in ("kirsten_bang", "grace_adeyemi"):
        reader = site.open(who)
        reader.goto(f"/cases/{case}/")
        assert_shows(reader, "Dag 1 af 90. 89 dage tilbage")
        assert_hides(reader, GROUND)
        reader.goto(f"/cases/{case}/period/")
        expect(reader.locator("h1")).to_have_text(deadline)
        assert_hides(reader, GROUND, "Særlige grunde")
    assert officer.goto(f"/cases/{case}/period/").status == 404

    # For another NGO none of it exists.
    stranger = site.open("mikkel_ravn")
    for page in ("period/", "period/ask/", "period/extend/", "decision/", ""):
        assert stranger.goto(f"/cases/{case}/{page}").status == 404
