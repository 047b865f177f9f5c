"""Worker and beat. They do not start above the wall."""

import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tillid")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_log(**kwargs: Any) -> None:
    """Celery's own would write an error's message; ours is set up with the settings."""


@signals.worker_init.connect
@signals.beat_init.connect
def stay_below_the_wall(**kwargs: Any) -> None:
    from cases.checks import refuse_to_start_above_the_wall

    refuse_to_start_above_the_wall()
