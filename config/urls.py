"""Every address of the application. Each view says who may open it; what does not is refused by `manage.py check`."""

from django.conf import settings
from django.urls import include, path

import agencies.urls
import cases.urls
import referrals.urls
import victims.urls
from config import views
from referrals.home.views import home

api = [*agencies.urls.api, *cases.urls.api, *victims.urls.api, *referrals.urls.api]
urlpatterns = [
    path("", home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    *(path(f"{name}/", views.text, {"name": name}, name=name) for name in views.TEXTS),
    path("api/v1/", include((api, "api"))),
    path("", include("agencies.accounts.urls")),
    path("", include("agencies.urls")),
    path("", include("cases.urls")),
    path("", include("victims.urls")),
    path("", include("referrals.urls")),
    *([path("", include("demo.urls"))] if settings.DEMO else []),
]
handler400 = "config.views.bad_request"
handler404 = "config.views.not_there"
handler500 = "config.views.server_error"
