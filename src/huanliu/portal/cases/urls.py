"""Addresses of a person's cases."""

from django.urls import path

from huanliu.portal.cases import correcting, employing, views

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("file/<str:journey>", views.file, name="file"),
    path("<str:public>", views.case, name="case"),
    path("<str:public>/papers", views.give, name="give"),
    path("<str:public>/employer", employing.employer, name="employer"),
    path("<str:public>/facts", correcting.facts, name="facts"),
    path("<str:public>/facts/<str:name>", correcting.correct, name="correct"),
    path("<str:public>/withdraw", views.withdraw, name="withdraw"),
    path("<str:public>/decisions/<str:decision>", views.decision, name="decision"),
    path("<str:public>/decisions/<str:decision>/record.json", views.record, name="record"),
    path("<str:public>/tasks/<str:task>/answer", views.answer, name="answer"),
    path("<str:public>/tasks/<str:task>/review", views.review, name="review"),
]
