"""Every address of the application. Each view says who may open it; what does not is refused by `manage.py check`."""

from django.conf import settings
from django.urls import include, path

from config import views
from referrals.home.views import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    *(path(f"{name}/", views.text, {"name": name}, name=name) for name in views.TEXTS),
    path("", include("agencies.accounts.urls")),
    path("", include("agencies.urls")),
    path("", include("cases.urls")),
    path("", include("victims.urls")),
    path("", include("referrals.urls")),
    *([path("", include("demo.urls"))] if settings.DEMO else []),
]
handler500 = "config.views.server_error"
