"""What the case page shows of the assessment: recommendation, talks, what others have seen themselves; and the ways to write them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.templatetags.words import write_moment
from cases.assignments.models import Assignment
from cases.page.selectors import CasePage
from cases.parts import Block, Button, Event, Part, register, register_way
from cases.policy import Capacity
from cases.records.reading import value_of
from victims.assessment import rules
from victims.assessment.models import Interview, OwnAssessment, Recommendation
from victims.assessment.words import to_assess
from victims.parts import written

ASSESSMENT_RANK = 30


def reads_all(page: CasePage) -> bool:
    """Whether the reader has the whole assessment, and not only what is its own."""
    return page.is_(Capacity.COORDINATOR, Capacity.COMPETENT, Capacity.IMMIGRATION)


def assessment(page: CasePage) -> Block | None:
    """For those who read all of it: what is recommended, the talks, what the others have seen."""
    if not reads_all(page):
        return None
    talks, given = page.records(Interview), page.newest(Recommendation)
    newest = max([*talks, *([given] if given else [])], key=lambda record: record.written_at, default=None)
    lines = [
        *recommendation_lines(page, given), *(talk_line(page, talk) for talk in reversed(talks)),
        *(own_line(page, own) for own in reversed(page.records(OwnAssessment))),
    ]  # fmt: skip
    model = Recommendation if given and newest == given else Interview
    return Block(
        "assessment", _("Assessment"), by=written(newest, page) if newest else "", lines=lines,
        lead="" if lines else _("No talk has been held yet."),
        note=_("Only those who coordinate or decide can read this section."), links=links(page, talks),
        add_url=reverse("victims:talk", args=[page.case.pk]) if may_talk(page) else "",
        history_url=page.history_url(model) if newest else "",
    )  # fmt: skip


def recommendation_lines(page: CasePage, given: Recommendation | None) -> list[tuple[str, str, str]]:
    if given is None:
        return []
    when = f"{given.signature}, {write_moment(given.written_at, now=page.now)}"
    return [
        (_("Recommendation"), capfirst(str(given.get_recommends_display())), when),
        (_("Weighing"), given.weighing or "", ""),
    ]


def talk_line(page: CasePage, talk: Interview) -> tuple[str, str, str]:
    """Where and when, with which interpreter, and how many indicators it confirmed."""
    place = value_of(talk, "place", page.codes("interview_place"))
    where = f"{place}, {talk.place_words}" if talk.place_words else place
    count = len(talk.confirmed)
    confirmed = ngettext("%(count)d indicator confirmed", "%(count)d indicators confirmed", count) % {"count": count}
    heard = _("Interpreter: %(how)s") % {"how": talk.get_interpreter_display().lower()}
    when = write_moment(talk.began_at, now=page.now)
    return (_("Talk, %(when)s") % {"when": when}, where, f"{heard}. {confirmed}. {talk.signature}")


def own_line(page: CasePage, own: OwnAssessment) -> tuple[str, str, str]:
    label = _("Own assessment of %(who)s") % {"who": own.signature}
    return (label, own.words or "", write_moment(own.written_at, now=page.now))


def may_talk(page: CasePage) -> bool:
    return page.is_(*rules.MAY_TALK) and page.may_add(Interview.section)


def links(page: CasePage, talks: list[Interview]) -> list[tuple[str, str]]:
    if not may_talk(page):
        return []
    mine = [talk for talk in reversed(talks) if talk.author_id == page.actor.agency_id]
    found = [
        (
            _("Go on with the talk of %(when)s") % {"when": write_moment(talk.began_at, now=page.now)},
            reverse("victims:edit_talk", args=[page.case.pk, talk.pk]),
        )
        for talk in mine
    ]
    if page.is_(*rules.MAY_RECOMMEND):
        found.append((_("Write a recommendation"), reverse("victims:recommendation", args=[page.case.pk])))
    return found


def own(page: CasePage) -> Block | None:
    """For police and supporters: their own, and no other."""
    may_write = page.is_(*rules.MAY_ASSESS) and page.may_add(OwnAssessment.section)
    mine = [row for row in page.records(OwnAssessment) if row.author_id == page.actor.agency_id]
    if reads_all(page) or not page.has(OwnAssessment.section) or not (may_write or mine):
        return None
    url = reverse("victims:own_assessment", args=[page.case.pk]) if may_write else ""
    note = _("CMM and whoever decides can read it. It is taken into the decision.")
    if not mine:
        return Block("own-assessment", _("Your assessment"), lead=_("You have written none."), note=note, add_url=url)
    return Block(
        "own-assessment", _("Your assessment"), by=written(mine[-1], page), lead=mine[-1].words or "", note=note, edit_url=url,
        history_url=page.history_url(OwnAssessment),
    )  # fmt: skip


def events(page: CasePage) -> Iterable[Event]:
    codes = page.codes("interview_place")
    for talk in page.records(Interview):
        what = _("Talk: %(place)s") % {"place": str(value_of(talk, "place", codes)).lower()}
        yield Event(talk.began_at, what, _("Interpreter: %(how)s") % {"how": talk.get_interpreter_display().lower()})
    for own in page.records(OwnAssessment):
        yield Event(own.happened_at, _("Own assessment added"), own.signature)
    for given in page.records(Recommendation):
        what = _("Recommended: %(what)s") % {"what": given.get_recommends_display().lower()}
        yield Event(given.happened_at, what, given.signature)


def buttons(page: CasePage) -> Iterable[Button]:
    if may_talk(page):
        yield Button(_("Write a talk"), reverse("victims:talk", args=[page.case.pk]))


def to_talk_or_recommend(page: CasePage) -> str:
    """From the work to assess: to the talk, and after one to the recommendation."""
    if not may_talk(page):
        return ""
    is_ready = page.records(Interview) and page.is_(*rules.MAY_RECOMMEND)
    return reverse("victims:recommendation" if is_ready else "victims:talk", args=[page.case.pk])


def what_to_assess(page: CasePage) -> str:
    return to_assess(is_held=True) if page.records(Interview) else ""


register_way(Assignment.Work.ASSESS, to_talk_or_recommend, what_to_assess)
register(Part(ASSESSMENT_RANK, block=assessment, events=events, buttons=buttons))
register(Part(ASSESSMENT_RANK + 1, block=own))
