"""Addresses of this desk. No answer ever stands in one."""

from django.urls import path

from huanliu.portal.journeys import views

app_name = "journeys"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("professions", views.professions, name="professions"),
    path("forget", views.forget, name="forget"),
    path("forgotten", views.forgotten, name="forgotten"),
    path("<name:goal>/", views.start, name="start"),
    path("<name:goal>/question", views.question, name="question"),
    path("<name:goal>/question/<name:fact>", views.question, name="change"),
    path("<name:goal>/answer/<name:fact>", views.answer, name="answer"),
    path("<name:goal>/answers", views.answers, name="answers"),
    path("<name:goal>/result", views.show_result, name="result"),
    path("<name:goal>/door/<name:door>", views.why, name="why"),
    path("<name:goal>/door/<name:door>/least", views.least, name="least"),
    path("<name:goal>/what-if", views.what_if, name="what_if"),
    path("<name:goal>/money", views.money, name="money"),
    path("<name:goal>/money.svg", views.money_svg, name="money_svg"),
    path("<name:goal>/plan", views.plan, name="plan"),
    path("<name:goal>/plan.pdf", views.plan_pdf, name="plan_pdf"),
    path("<name:goal>/plan.<planned:form>", views.plan_file, name="plan_file"),
]
