"""One button a user. These addresses exist in demo mode only."""

from django.urls import path

from demo.views import log_in

app_name = "demo"
urlpatterns = [path("demo/<str:who>/", log_in, name="login")]
