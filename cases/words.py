"""Sections, capacities and verbs of the log as the interface names them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.policy import Capacity, Section

SECTION_WORDS = {
    Section.CONTACT_PERSON: _("contact person"),
    Section.PARTIES: _("who is on the case"),
    Section.PREVIEW: _("preview"),
    Section.REQUEST: _("request"),
    Section.DETENTION: _("detention"),
    Section.REFERRAL: _("referral"),
    Section.FEEDBACK: _("questions and answers"),
    Section.NAME: _("name"),
    Section.PROFILE: _("profile"),
    Section.IDENTITY: _("identity"),
    Section.REPRESENTATIVE: _("representative"),
    Section.ASSESSMENT: _("assessment"),
    Section.RESULT: _("result"),
    Section.DECISION: _("decision"),
    Section.INDICATORS: _("decisive indicators"),
    Section.OFFERS: _("offers"),
    Section.CARE: _("care"),
    Section.SUPPORT: _("support"),
    Section.FITNESS: _("fit to travel"),
    Section.HEALTH: pgettext_lazy("section", "health"),
    Section.PLACEMENT: _("placement"),
    Section.ACCOMMODATION: _("accommodation"),
    Section.DEADLINE: _("deadline"),
    Section.APPLICATION: _("application"),
    Section.RESIDENCE: pgettext_lazy("section", "residence"),
    Section.COOPERATION: _("co-operation"),
    Section.INVESTIGATION: _("investigation"),
    Section.OUTCOME: _("outcome"),
    Section.SEARCH: _("search"),
    Section.DEPARTURE: _("departure"),
    Section.COURSE: _("course of the return"),
    Section.RETURN: _("return"),
    Section.AFTERCARE: _("aftercare"),
    Section.ASSIGNMENT: _("what is to be done"),
    Section.LOG: _("log"),
}

CAPACITY_WORDS = {
    Capacity.COORDINATOR: _("coordinates"),
    Capacity.COMPETENT: _("decides"),
    Capacity.IMMIGRATION: _("residence and returns"),
    Capacity.MAINTAINER: _("pays for board and lodging"),
    Capacity.REFERRER: _("referred"),
    Capacity.FOLLOWER: _("follows the return"),
    Capacity.POLICE: _("police on the case"),
    Capacity.SUPPORTER: _("gives support"),
    Capacity.SHELTER: _("gives shelter"),
    Capacity.HEALTH: _("treats"),
    Capacity.MUNICIPALITY: _("municipality"),
    Capacity.OPERATOR: _("prepares the return"),
    Capacity.PROSECUTOR: _("prosecutes"),
    Capacity.ADDRESSEE: _("was sent the referral"),
    Capacity.ASKED: _("was asked"),
}

VERB_WORDS = {
    "read": _("Read"),
    "search": _("Searched"),
    "export": _("Exported"),
    "write": _("Wrote"),
    "refused": _("Asked for the case and was refused"),
}
