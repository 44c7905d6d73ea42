"""Addresses of a person's papers."""

from django.urls import path

from huanliu.portal.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.papers, name="papers"),
    path("<id:public>/file", views.download, name="download"),
    path("<id:public>/remove", views.remove, name="remove"),
]
