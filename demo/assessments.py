"""What has been done on some of the accepted stories: talks, own assessments, recommendations. The persons are as invented as there."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from demo.stories import hours

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
             "sammenhængende, og billetten blev betalt, som hun fortæller. Uvist, hvem der gav ordren."},
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
}  # fmt: skip
