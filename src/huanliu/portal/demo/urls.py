"""Addresses of the demonstration. The portal's own list leaves them out in production."""

from django.urls import path

from huanliu.portal.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.roles, name="roles"),
    path("<name:role>", views.enter, name="enter"),
]
