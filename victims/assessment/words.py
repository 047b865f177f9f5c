"""What the pages of an assessment say: the themes of a talk, what to ask of each, and the next step."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from victims.assessment.rules import Recommended

THEME_WORDS = {
    "journey": gettext_lazy("The journey and the debt"),
    "work": gettext_lazy("Work, pay and papers"),
    "home": gettext_lazy("Housing, freedom and threats"),
    "wishes": gettext_lazy("What the person wants"),
}
ASK_ABOUT = {
    "journey": gettext_lazy("Who paid, and whom the person owes"),
    "work": gettext_lazy("What was promised, and what has been paid"),
    "home": gettext_lazy("Whether the person could leave, and what they fear"),
    "wishes": gettext_lazy("Safety now, contact with family, what is to happen"),
}
ANSWER_LABELS = {
    "journey": gettext_lazy("New about the journey and the debt"),
    "work": gettext_lazy("New about work, pay and papers"),
    "home": gettext_lazy("New about housing, freedom and threats"),
    "wishes": gettext_lazy("The answer in the person's own words"),
}
RECOMMENDED_WORDS = {
    Recommended.TRAFFICKED: gettext_lazy("trafficked"),
    Recommended.PRESUMED: gettext_lazy("presumed trafficked"),
    Recommended.NOT_TRAFFICKED: gettext_lazy("not trafficked"),
}


def to_assess(*, is_held: bool) -> str:
    """The next step of an assessment."""
    return _("Recommend to whoever decides") if is_held else _("The first talk is missing")


def to_decide(recommended: str) -> str:
    """The next step of a decision, with what was recommended."""
    if recommended not in RECOMMENDED_WORDS:
        return _("Decide whether the person is trafficked")
    return _("Decide. The recommendation: %(what)s") % {"what": RECOMMENDED_WORDS[Recommended(recommended)]}
