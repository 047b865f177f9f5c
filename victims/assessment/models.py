"""What the decision rests on: talks with the person, what others have seen for themselves, and the coordinator's recommendation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.reference.fields import CodeField, CodesField
from cases.keys.fields import SealedField
from cases.policy import Section
from cases.records.models import CaseRecord
from victims.assessment import rules


class Interpreter(models.TextChoices):
    PRESENT = "present", pgettext_lazy("interpreter", "Present")
    REMOTE = "remote", _("By telephone or screen")
    NONE = "none", pgettext_lazy("interpreter", "None")


class Companion(models.TextChoices):
    PRESENT = "present", pgettext_lazy("companion", "Took part")
    DECLINED = "declined", _("Asked, said no")
    NOT_ASKED = "not_asked", _("Not asked")


class InterpreterSex(models.TextChoices):
    WOMAN = "woman", _("woman")
    MAN = "man", _("man")


RECOMMENDATIONS = [
    (rules.Recommended.TRAFFICKED.value, _("Trafficked")),
    (rules.Recommended.PRESUMED.value, _("Presumed trafficked")),
    (rules.Recommended.NOT_TRAFFICKED.value, _("Not trafficked")),
    (rules.Recommended.NOT_YET.value, _("None yet. Another talk is to be held")),
]


class Interview(CaseRecord):
    """One talk with the person. What was told before stands beside each theme on its page, so that nothing is asked twice."""

    section = Section.ASSESSMENT

    place = CodeField(_("where the talk was held"), list_name="interview_place")
    place_words = SealedField(_("which place"))
    began_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("to"), null=True, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=10, choices=Interpreter)
    language = CodeField(_("language"), list_name="language")
    dialect = models.CharField(_("dialect"), max_length=60, blank=True)
    interpreter_sex = models.CharField(_("sex of the interpreter"), max_length=10, choices=InterpreterSex, blank=True)
    interpreted_for_police = models.BooleanField(
        _("the interpreter has interpreted for the police on the case too"), default=False
    )
    companion = models.CharField(_("companion, chosen by the person"), max_length=10, choices=Companion)
    present = CodesField(_("who else took part"), list_name="interview_present")
    present_words = SealedField(_("why police or staff took part"))
    journey = SealedField(_("the journey and the debt"))
    work = SealedField(_("work, pay and papers"))
    home = SealedField(_("housing, freedom and threats"))
    wishes = SealedField(_("what the person wants"))
    confirmed = CodesField(_("confirmed indicators"), list_name="labour")
    refuted = CodesField(_("indicators that were not confirmed"), list_name="labour")

    @property
    def is_withdrawable(self) -> bool:
        return True


class OwnAssessment(CaseRecord):
    """What police or a supporting organisation have seen and think themselves. The decision takes it in."""

    section = Section.ASSESSMENT

    words = SealedField(_("own assessment"))

    @property
    def is_withdrawable(self) -> bool:
        return True


class Recommendation(CaseRecord):
    """What the coordinator recommends to whoever decides. The newest one holds."""

    section = Section.ASSESSMENT
    is_added_only = True

    recommends = models.CharField(_("recommendation"), max_length=20, choices=RECOMMENDATIONS)
    weighing = SealedField(_("weighing"))
