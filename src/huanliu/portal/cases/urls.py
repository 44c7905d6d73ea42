"""Addresses of a person's cases."""

from django.urls import path

from huanliu.portal.cases import correcting, employing, views

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("file/<name:journey>", views.file, name="file"),
    path("<id:public>", views.case, name="case"),
    path("<id:public>/papers", views.give, name="give"),
    path("<id:public>/employer", employing.employer, name="employer"),
    path("<id:public>/facts", correcting.facts, name="facts"),
    path("<id:public>/facts/<name:name>", correcting.correct, name="correct"),
    path("<id:public>/withdraw", views.withdraw, name="withdraw"),
    path("<id:public>/bundle", views.whole, name="bundle"),
    path("<id:public>/bundle.pdf", views.whole_pdf, name="bundle_pdf"),
    path("<id:public>/show", views.show_papers, name="show_papers"),
    path("<id:public>/tasks/<id:task>/send", views.send, name="send"),
    path("<id:public>/tasks/<id:task>/elsewhere", views.elsewhere, name="elsewhere"),
    path("<id:public>/tasks/<id:task>/done", views.report, name="report"),
    path("<id:public>/decisions/<id:decision>", views.decision, name="decision"),
    path("<id:public>/decisions/<id:decision>/record.json", views.record, name="record"),
    path("<id:public>/tasks/<id:task>/answer", views.answer, name="answer"),
    path("<id:public>/tasks/<id:task>/review", views.review, name="review"),
]
