"""Addresses of a person's cases."""

from django.urls import path

from huanliu.portal.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("file/<str:journey>", views.file, name="file"),
    path("<str:public>", views.case, name="case"),
    path("<str:public>/papers", views.give, name="give"),
    path("<str:public>/withdraw", views.withdraw, name="withdraw"),
    path("<str:public>/bundle", views.whole, name="bundle"),
    path("<str:public>/bundle.pdf", views.whole_pdf, name="bundle_pdf"),
    path("<str:public>/facts", views.facts, name="facts"),
    path("<str:public>/facts/<str:name>", views.fact, name="fact"),
    path("<str:public>/show", views.show_papers, name="show_papers"),
    path("<str:public>/tasks/<str:task>/send", views.send, name="send"),
    path("<str:public>/tasks/<str:task>/elsewhere", views.elsewhere, name="elsewhere"),
    path("<str:public>/tasks/<str:task>/done", views.report, name="report"),
    path("<str:public>/decisions/<str:decision>", views.decision, name="decision"),
    path("<str:public>/decisions/<str:decision>/record.json", views.record, name="record"),
    path("<str:public>/tasks/<str:task>/answer", views.answer, name="answer"),
    path("<str:public>/tasks/<str:task>/review", views.review, name="review"),
]
