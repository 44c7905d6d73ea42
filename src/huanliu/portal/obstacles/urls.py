"""Addresses of the register of obstacles."""

from django.urls import path

from huanliu.portal.obstacles import views

app_name = "obstacles"
urlpatterns = [
    path("", views.register, name="register"),
    path("report", views.report, name="report"),
    path("register.json", views.register_json, name="register_json"),
    path("register.rss", views.register_rss, name="register_rss"),
    path("moderation", views.moderation, name="moderation"),
    path("moderation/<id:public>", views.moderate, name="moderate"),
    path("<id:public>", views.obstacle, name="obstacle"),
    path("<id:public>/support", views.support, name="support"),
]
