"""Every address of the application. Each view says who may open it; what does not is refused by `manage.py check`."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    *(path(f"{name}/", views.text, {"name": name}, name=name) for name in views.TEXTS),
    path("", include("agencies.accounts.urls")),
    path("", include("agencies.urls")),
]
handler500 = "config.views.server_error"
