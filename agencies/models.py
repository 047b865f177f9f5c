"""The topics' tables, so that Django finds them."""

from agencies.directory.models import (
    NATIONAL_KINDS,
    READING_ROLES,
    SYSTEM_KINDS,
    WRITING_ROLES,
    Account,
    Agency,
    Kind,
    Post,
    Role,
)
from agencies.reference.models import Code, Parameter
from agencies.tokens.models import Token

__all__ = [
    "NATIONAL_KINDS", "READING_ROLES", "SYSTEM_KINDS", "WRITING_ROLES", "Account", "Agency", "Code", "Kind", "Parameter",
    "Post", "Role", "Token",
]  # fmt: skip
