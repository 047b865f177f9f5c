"""What was decided in the demo's stories, and earlier referrals that have their answer. All persons are invented."""

from dataclasses import dataclass, field

from demo.stories import ACCEPT, ANSWER, Step, Story, days, hours
from demo.stories import STORIES as LIVE

S, M, W = "strong", "medium", "weak"


@dataclass(frozen=True)
class Verdict:
    """One decision. It comes after this share of the time between the last step (or the decision before it) and now.

    `told` is what the person said in the talk that it rests on; without it nobody has talked with the person.
    """

    outcome: str
    reasons: str
    told: str = ""
    weighing: str = ""
    forms: tuple[str, ...] = ()
    sector: str = ""
    crime: str = ""
    channel: str = ""
    weights: dict[str, str] = field(default_factory=dict)
    why_not: str = ""
    why_superseded: str = ""
    share: float = 0.5

    @property
    def main_form(self) -> str:
        return self.forms[0] if self.forms else ""


DECIDED: dict[str, tuple[Verdict, ...]] = {
    "answered_villa": (
        Verdict(
            "presumed", "Rimelig grund til at tro, at hun er handlet. Hun må ikke gå ud alene, og kontrakten er ikke set endnu.",
            told="Hun passer børn og hus fra seks morgen til midnat og har ikke haft en fridag siden nytår.",
            weighing="Hun fortæller roligt og det samme hver gang. Vi mangler at se kontrakten.",
            forms=("labour",), sector="household", channel="police",
            weights={"destination_confined": S, "destination_excessive_hours": S},
        ),
    ),
    "answered_street_work": (
        Verdict(
            "presumed", "Rimelig grund. Gælden og truslerne er sandsynlige, og hun kan ikke tale frit, mens hun bor, hvor hun gør.",
            forms=("prostitution",), channel="outreach_ngo", share=0.2,
        ),
        Verdict(
            "trafficked", "Hun blev lovet arbejde i en frisørsalon. Gælden blev sat op, hver gang hun betalte af, og mødrene i "
            "lejligheden holdt øje med hende. To samtaler og organisationens egne iagttagelser støtter hinanden.",
            told="Hun skulle betale 45.000 euro. Da hun ville stoppe, ringede de til hendes mor.",
            weighing="Gæld, trusler og opsyn er bekræftet i to samtaler.",
            forms=("prostitution",), channel="outreach_ngo",
            weights={"destination_debt_bondage": S, "destination_threats": M, "destination_confined": S},
            why_superseded="Hun har fortalt mere, siden hun fik et sikkert sted at bo.",
        ),
    ),
    "answered_released": (
        Verdict(
            "not_completed", "Han kom ikke til den anden samtale, og hans telefon er lukket. Politiet har ikke set ham siden.",
            why_not="disappeared",
        ),
    ),
    "answered_flat_kolding": (
        Verdict(
            "trafficked", "Manden, hun kom med, tog pengene og bestemte, hvem hun skulle møde. Hun blev slået, da hun sagde fra.",
            told="Hun måtte ikke have sin egen telefon. Han kendte hendes søsters adresse.",
            weighing="Vold og stærk påvirkning er bekræftet. Familiens forhold gjorde det svært at sige fra.",
            forms=("prostitution", "criminality"), crime="theft", channel="outreach_ngo",
            weights={"destination_violence": S, "destination_strong_influence": M, "destination_family_situation": M},
        ),
    ),
    "answered_painter": (
        Verdict(
            "not_trafficked", "Lønnen er holdt tilbage, og det er et krav, som fagforeningen fører. Han kunne gå, når han ville, og "
            "har selv fundet et nyt arbejde.",
            told="Han er vred over lønnen, men ikke bange for nogen.",
            weighing="Løn og gæld er der, men ingen tvang. Han er frit gået.",
        ),
    ),
    "answered_hostel_man": (
        Verdict(
            "trafficked", "Hans pas lå hos formanden, som også hævede hans løn. Han forstod ikke, at han havde en bankkonto.",
            told="Han har samlet flasker og lagt fliser for de samme mænd i to år.",
            weighing="Pas og løn er bekræftet, også af herberget.",
            forms=("labour",), sector="construction", channel="outreach_ngo",
            weights={"destination_documents_taken": S, "destination_low_pay": M},
        ),
    ),
}  # fmt: skip


def earlier(
    key: str, by: str, country: str, language: str, months: int, place: str, seen: str, indicators: tuple[str, ...], *,
    journal: str, residence: str = "unlawful", sex: str = "man", age: str = "30_39", situation: str = "joint_control",
    theme: str = "forced_labour",
) -> Story:  # fmt: skip
    """A referral of some months ago, accepted and answered long since."""
    return Story(
        key=key, by=by, theme=theme, country_of_name=country, met_before=days(30 * months), sent_after=hours(20), met_place=place,
        situation=situation, journal_number=journal, seen=seen, indicators=indicators, needs=("interpreter", "legal_help"),
        danger="no", residence_status=residence, consent="yes", nationality=country.upper(), sex=sex, age_band=age,
        languages=(language,), reachable="På sin egen telefon om aftenen.", first_talk_place="other",
        first_talk_words="På et bibliotek i nærheden.", is_assessment_requested=True,
        to_answer=(
            Step("soeren_bach", ACCEPT, hours(5), "Vi tager imod.", responsible="mette_lindholm", contact="anne_mette_kjaer"),
            Step("mette_lindholm", ANSWER, days(3), "Vi har aftalt en samtale og skriver, når det er afgjort."),
        ),
    )  # fmt: skip


EARLIER = (
    earlier(
        "earlier_nail_salon", "birgitte_munk", "vn", "vie", 2, "Negleklinik i Slagelse",
        "Tre arbejdede uden lønsedler. Ejeren hentede dem om morgenen og låste efter dem. Ingen havde deres pas.",
        ("destination_documents_taken", "destination_wages_withheld", "destination_bad_housing"), journal="S-0418012", sex="woman",
    ),
    earlier(
        "earlier_cleaning", "birgitte_munk", "np", "nep", 4, "Rengøringsfirma i Herlev",
        "Kontoen, som lønnen gik ind på, var en andens. Hun sov i firmaets lager og skyldte for visum og billet.",
        ("destination_wages_withheld", "destination_debt_bondage", "destination_bad_housing"), journal="S-0416630", sex="woman",
    ),
    earlier(
        "earlier_greenhouse", "birgitte_munk", "ua", "ukr", 6, "Gartneri på Fyn",
        "Otte stod på lønlisten med samme kontonummer. Han havde arbejdet 80 timer om ugen og fået 900 kr.",
        ("destination_wages_withheld", "destination_excessive_hours", "destination_documents_taken"), journal="S-0415207",
    ),
    earlier(
        "earlier_haulage", "birgitte_munk", "ph", "tgl", 8, "Vognmand i Padborg",
        "Sov i førerhuset i 18 måneder. Lønnen blev ført i to regnskaber, og passet lå på kontoret.",
        ("destination_wages_withheld", "destination_documents_taken", "destination_bad_housing"), journal="S-0413955",
    ),
    earlier(
        "earlier_scrap_yard", "birgitte_munk", "ro", "ron", 10, "Skrotplads ved Køge",
        "Skilte biler ad uden handsker. Skyldte formanden for rejsen og betalte af hver uge, uden at gælden blev mindre.",
        ("destination_wages_withheld", "destination_debt_bondage", "destination_violence"), journal="S-0412204", residence="lawful",
    ),
    earlier(
        "earlier_kitchen", "birgitte_munk", "cn", "cmn", 12, "Restaurant i Vejle",
        "Kokken boede over køkkenet og havde ikke set sit pas siden lufthavnen. Firmaet betalte en løn, som han aldrig så.",
        ("destination_documents_taken", "destination_wages_withheld", "destination_debt_bondage"), journal="S-0410881",
    ),
    earlier(
        "earlier_leaflets", "birgitte_munk", "bg", "bul", 5, "Omdeling af reklamer, Roskilde",
        "Fik 4 kr. pr. bundt og troede, at det var aftalt. Boede hos en fætter og kunne rejse, når han ville.",
        ("destination_low_pay",), journal="S-0416011", residence="lawful",
    ),
    earlier(
        "earlier_demolition", "jesper_dahl", "lt", "lit", 3, "Nedrivning i Ishøj",
        "Arbejdede med asbest uden maske. Ingen vidste, hvem der var deres arbejdsgiver. Papirerne lå i formandens bil.",
        ("destination_documents_taken", "destination_hazardous_work", "destination_wages_withheld"), journal="AT-20250912",
        residence="lawful", situation="workplace_inspection",
    ),
    earlier(
        "earlier_pig_farm", "jesper_dahl", "ua", "ukr", 7, "Svineproducent ved Thisted",
        "Delte en campingvogn uden vand. Blev truet med at blive meldt til udlændingemyndighederne, da hun bad om sin løn.",
        ("destination_bad_housing", "destination_threat_authorities", "destination_wages_withheld"), journal="AT-20250506",
        sex="woman", situation="workplace_inspection",
    ),
)  # fmt: skip


def labour(sector: str, reasons: str, weights: dict[str, str], outcome: str = "trafficked") -> tuple[Verdict]:
    return (
        Verdict(
            outcome, reasons, told="Hun eller han har fortalt det samme, som tilsynet så.",
            weighing="Samtalen og henvisningen støtter hinanden.", forms=("labour",), sector=sector, channel="authority",
            weights=weights, share=0.1,
        ),
    )  # fmt: skip


DECIDED |= {
    "earlier_nail_salon": labour(
        "nails", "Hun blev lovet løn som kok. Passet blev taget ved ankomsten, og døren blev låst om natten.",
        {"destination_documents_taken": S, "destination_wages_withheld": S},
    ),
    "earlier_cleaning": labour(
        "cleaning", "Gælden for visum og billet voksede, og lønnen kom aldrig til hende selv.",
        {"destination_wages_withheld": M, "destination_debt_bondage": S, "destination_bad_housing": M},
    ),
    "earlier_greenhouse": labour(
        "farming", "Timerne og den fælles konto viser, at lønnen blev styret af andre. Passet fik han igen i dag.",
        {"destination_wages_withheld": M, "destination_excessive_hours": S, "destination_documents_taken": S},
    ),
    "earlier_haulage": labour(
        "transport", "Rimelig grund. Han sov i bilen, og passet lå på kontoret. Regnskaberne er ikke gennemgået endnu.",
        {"destination_wages_withheld": M, "destination_documents_taken": S, "destination_bad_housing": M}, "presumed",
    ),
    "earlier_scrap_yard": labour(
        "other", "Gælden blev ikke mindre, og han blev slået, da han ville rejse.",
        {"destination_wages_withheld": M, "destination_debt_bondage": S, "destination_violence": S},
    ),
    "earlier_kitchen": labour(
        "restaurant", "Passet og kontoen var arbejdsgiverens. Han kunne ikke forlade køkkenet uden at spørge.",
        {"destination_documents_taken": S, "destination_wages_withheld": M, "destination_debt_bondage": S},
    ),
    "earlier_leaflets": (
        Verdict(
            "not_trafficked", "Lønnen er lav, men han bor frit, har sit pas og kan holde op.",
            told="Han vil gerne have hjælp til at kræve sin løn.", weighing="Intet tyder på tvang.", share=0.1,
        ),
    ),
    "earlier_demolition": labour(
        "construction", "Papirerne var hos formanden, og arbejdet var farligt uden værn.",
        {"destination_documents_taken": S, "destination_hazardous_work": M, "destination_wages_withheld": M},
    ),
    "earlier_pig_farm": labour(
        "farming", "Truslen om at blive meldt holdt hende på gården uden løn.",
        {"destination_bad_housing": M, "destination_threat_authorities": M, "destination_wages_withheld": M},
    ),
}  # fmt: skip

STORIES: tuple[Story, ...] = (*LIVE, *EARLIER)
