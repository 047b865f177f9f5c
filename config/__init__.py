"""Settings, addresses, processes. Celery's tasks bind to this application."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
