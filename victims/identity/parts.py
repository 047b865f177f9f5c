"""What the case page shows of the person without a name: age, sex, nationality."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.page.selectors import CasePage
from cases.parts import Block, Part, register
from cases.records.reading import lines_of, lists_of
from victims.identity.models import Profile
from victims.parts import PERSON_RANK, written


def profile(page: CasePage) -> Block | None:
    if not page.has(Profile.section):
        return None
    record = page.newest(Profile)
    add = reverse("victims:profile", args=[page.case.pk]) if page.may_add(Profile.section) else ""
    title = _("Age, sex and nationality")
    if record is None:
        return Block("profile", title, lead=_("Nothing is written here."), add_url=add)
    lines = lines_of(record, ["age_band", "birth_year", "sex", "nationality"], page.codes(*lists_of(Profile)))
    note = _("Treated as a minor until something else is shown.") if record.is_minor else ""
    return Block(
        "profile", title, by=written(record, page), lines=lines, note=note, add_url=add, history_url=page.history_url(Profile)
    )  # fmt: skip


register(Part(PERSON_RANK + 1, block=profile))
