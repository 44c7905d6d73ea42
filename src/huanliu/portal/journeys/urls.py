"""Addresses of this desk. No answer ever stands in one."""

from django.urls import path, re_path

from huanliu.portal.journeys import views

app_name = "journeys"
urlpatterns = [
    path("", views.choose, name="home"),
    path("professions", views.professions, name="professions"),
    path("forget", views.forget, name="forget"),
    path("forgotten", views.forgotten, name="forgotten"),
    path("<str:goal>/", views.start, name="start"),
    path("<str:goal>/question", views.question, name="question"),
    path("<str:goal>/question/<str:fact>", views.question, name="change"),
    path("<str:goal>/answer/<str:fact>", views.answer, name="answer"),
    path("<str:goal>/answers", views.answers, name="answers"),
    path("<str:goal>/result", views.show_result, name="result"),
    path("<str:goal>/door/<str:door>", views.why, name="why"),
    path("<str:goal>/door/<str:door>/least", views.least, name="least"),
    path("<str:goal>/what-if", views.what_if, name="what_if"),
    path("<str:goal>/money", views.money, name="money"),
    path("<str:goal>/money.svg", views.money_svg, name="money_svg"),
    path("<str:goal>/plan", views.plan, name="plan"),
    path("<str:goal>/plan.pdf", views.plan_pdf, name="plan_pdf"),
    re_path(r"^(?P<goal>[\w.]+)/plan\.(?P<form>json|md|ics)$", views.plan_file, name="plan_file"),
]
