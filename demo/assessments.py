"""What has been done on some of the accepted stories: talks, own assessments, recommendations. The persons are as invented as there."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from demo.stories import days, hours

TALK, OWN, RECOMMEND = "talk", "own", "recommend"


@dataclass(frozen=True)
class Act:
    """`who` does `what`, so long after the act (or the referral's last step) before it. `said` are the fields of what is written."""

    who: str
    what: str
    after: timedelta
    said: dict[str, Any] = field(default_factory=dict)
    lasted: timedelta = timedelta(minutes=75)


ASSESSMENTS: dict[str, tuple[Act, ...]] = {
    "accepted_courier": (
        Act(
            "henrik_friis", OWN, hours(3),
            {"words": "Hun blev standset alene og spurgte straks til sin søn. Billetten er betalt kontant i Lissabon af en mand, "
             "som vi kender fra to andre sager. I telefonen ligger et billede af sønnen, sendt af ham dagen før rejsen."},
        ),
        Act(
            "mette_lindholm", TALK, hours(15),
            {"place": "detention", "place_words": "Vestre Fængsel, besøgsrum 3", "interpreter": "present", "language": "por",
             "dialect": "brasiliansk", "interpreter_sex": "woman", "companion": "declined", "present": ["lawyer"],
             "journey": "En nabo til hendes mor bød hende rejsen og 2.000 euro. Hun skulle aflevere en pakke og rejse hjem.",
             "home": "De sidste tre nætter sov hun i hans lejlighed. Han tog sønnen med i skole og hentede ham, så hun turde ikke nægte.",
             "wishes": "Vil ringe til sin mor og vide, hvor sønnen er. Vil ikke vidne, før hun ved det.",
             "confirmed": ["recruitment_controlled", "destination_forced_crime", "recruitment_violence_family"]},
        ),
        Act(
            "mette_lindholm", RECOMMEND, hours(4),
            {"recommends": "presumed", "weighing": "Barnet blev brugt som pres, og hun kendte ikke indholdet. Forklaringen er "
             "sammenhængende og støttes af politiets oplysninger om billetten. Uvist, hvem der gav ordren."},
        ),
    ),
    "accepted_transferred": (
        Act(
            "henrik_friis", OWN, hours(6),
            {"words": "Tre indbrud på to døgn, alle med samme varevogn. De to medsigtede svarer for ham, når vi spørger. Han "
             "havde ingen penge og ingen telefon på sig."},
        ),
        Act(
            "soeren_bach", TALK, hours(19),
            {"place": "detention", "place_words": "Vestre Fængsel, hospitalsafsnittet", "interpreter": "remote",
             "language": "kat", "interpreter_sex": "man", "companion": "not_asked", "present": ["police_or_staff"],
             "present_words": "En sygeplejerske var med, fordi han fik vejrtrækningsbesvær.",
             "home": "De låste medicinen inde og gav ham den efter hvert indbrud. Han sov i varevognen.",
             "wishes": "At få sin medicin fast. At hans bror får at vide, at han lever.",
             "confirmed": ["destination_dependency", "destination_forced_crime"]},
        ),
    ),
    "answered_villa": (
        Act(
            "mette_lindholm", TALK, days(4),
            {"place": "shelter", "place_words": "Krisecentrets samtalerum", "interpreter": "present", "language": "tgl",
             "interpreter_sex": "woman", "companion": "present",
             "journey": "Bureauet tog tre måneders løn for papirerne. Pengene trækkes stadig.",
             "work": "Op kl. 5 og i seng efter værten. Fik 1.500 kr. i lommepenge to gange på otte måneder.",
             "confirmed": ["destination_excessive_hours", "destination_low_pay"]},
            lasted=hours(2),
        ),
        Act(
            "mette_lindholm", TALK, days(5),
            {"place": "cmm", "interpreter": "none", "companion": "present",
             "home": "Døren var låst udefra, når familien var væk. Nøglen hang i soveværelset.",
             "wishes": "Vil arbejde et andet sted og sende penge hjem. Vil have sit pas tilbage.",
             "confirmed": ["destination_confined", "destination_documents_taken"]},
        ),
        Act(
            "mette_lindholm", RECOMMEND, days(2),
            {"recommends": "trafficked", "weighing": "Låst inde, uden fri og næsten uden løn i otte måneder. Naboens opkald, "
             "bureauets kvitteringer og to samtaler passer sammen. Værten siger, at hun er syg. Det støttes ikke af lægen."},
        ),
    ),
    "answered_street_work": (
        Act(
            "anne_mette_kjaer", TALK, days(6),
            {"place": "other", "place_words": "HopeNows rådgivning", "interpreter": "none", "companion": "present",
             "journey": "Gælden er 35.000 euro. Hun har betalt 400 om ugen og får at vide, at den vokser.",
             "home": "Hun blev hentet, da hun gik, og måtte sove på gulvet en uge. Han har et billede af hendes mors hus.",
             "wishes": "Et sted, hvor han ikke kan finde hende. Engelsk undervisning.",
             "confirmed": ["destination_debt_bondage", "destination_threats"], "refuted": ["destination_confined"]},
        ),
        Act(
            "anne_mette_kjaer", RECOMMEND, days(5),
            {"recommends": "trafficked", "weighing": "Gæld, trusler og beskeder, som vi har set. Hun er ikke låst inde, men tør "
             "ikke gå. HopeNow har fulgt hende i et halvt år og fortæller det samme."},
        ),
    ),
    "answered_released": (
        Act(
            "mette_lindholm", TALK, days(3),
            {"place": "clinic", "interpreter": "remote", "language": "vie", "interpreter_sex": "man",
             "interpreted_for_police": True, "companion": "declined",
             "work": "Vandede planter i et hus uden vinduer. Maden kom i poser hver fjerde dag.",
             "confirmed": ["destination_forced_crime"]},
            lasted=hours(0.5),
        ),
        Act(
            "mette_lindholm", RECOMMEND, hours(1),
            {"recommends": "not_yet", "weighing": "Han blev bange, da han genkendte tolken fra afhøringen, og ville stoppe. Ny "
             "samtale med en anden tolk. Gælden for rejsen er der ikke spurgt til endnu."},
        ),
    ),
    "answered_painter": (
        Act(
            "soeren_bach", TALK, days(3),
            {"place": "other", "place_words": "3F's afdeling", "interpreter": "present", "language": "lit",
             "interpreter_sex": "man", "companion": "present",
             "work": "Lovet 140 kr. i timen. Har fået 9.000 kr. i alt. Timerne står i hans egen kalender.",
             "home": "Bor fire på et værelse, som firmaet trækker 4.500 kr. for hver.",
             "confirmed": ["destination_wages_withheld", "destination_debt_bondage"], "refuted": ["destination_threats"]},
            lasted=hours(2),
        ),
        Act(
            "soeren_bach", RECOMMEND, days(5),
            {"recommends": "presumed", "weighing": "Løn holdt tilbage og en gæld, som firmaet skriver. Kalenderen støtter ham. "
             "Imod taler, at han selv har skiftet arbejde to gange. I tvivl indstilles formodet."},
        ),
    ),
}  # fmt: skip
