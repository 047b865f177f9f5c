"""Fictional people and referrals to try Tillid with. Installed in demo mode only."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
