"""The web process. It does not start above the wall."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from cases.checks import refuse_to_start_above_the_wall  # noqa: E402

refuse_to_start_above_the_wall()
