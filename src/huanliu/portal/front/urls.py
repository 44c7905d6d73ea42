"""Addresses of the front desk."""

from django.urls import path

from huanliu.portal.front import views

app_name = "front"
urlpatterns = [
    path("", views.home, name="home"),
    path("about", views.about, name="about"),
]
