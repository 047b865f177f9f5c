"""The topic's tables, so that Django finds them."""

from referrals.referral.models import Feedback, Preview, Referral

__all__ = ["Feedback", "Preview", "Referral"]
