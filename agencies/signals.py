"""What agencies asks and tells those above it, which it does not know."""

from django.dispatch import Signal

# actor, account: who hears it answers with a `Burden`
burden_asked = Signal()
# actor, account, successor (an account of the same agency, or None): the account stops working for its agency
work_left = Signal()
