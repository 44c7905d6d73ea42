"""Addresses of this desk."""

from django.urls import path

from huanliu.portal.authorities import views

app_name = "authorities"
urlpatterns = [
    path("", views.officers, name="officers"),
    path("<id:public>/roles", views.roles, name="roles"),
    path("<id:public>/end", views.end, name="end"),
]
