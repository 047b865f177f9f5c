"""The topics' tables, so that Django finds them."""

from cases.assignments.models import Assignment
from cases.entries.models import Entry, Seal
from cases.envelope.models import Case, Submission, Visit
from cases.grants.models import CaseAccess, Disclosure, Grant, Recusal, Rule
from cases.keys.models import CaseKey
from cases.notices.models import Mail, Notice
from cases.records.models import CaseRecord

__all__ = [
    "Assignment", "Case", "CaseAccess", "CaseKey", "CaseRecord", "Disclosure", "Entry", "Grant", "Mail", "Notice", "Recusal",
    "Rule", "Seal", "Submission", "Visit",
]  # fmt: skip
