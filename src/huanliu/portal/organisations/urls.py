"""Addresses of this desk."""

from django.urls import path

from huanliu.portal.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.index, name="index"),
    path("invitation/<sent:token>", views.accept, name="accept"),
    path("<id:public>", views.show, name="show"),
    path("<id:public>/invite", views.invite, name="invite"),
    path("<id:public>/invitations/<id:invitation>/end", views.end_invitation, name="end_invitation"),
    path("<id:public>/members/<id:member>/role", views.role, name="role"),
    path("<id:public>/members/<id:member>/remove", views.remove, name="remove"),
    path("<id:public>/facts", views.facts, name="facts"),
    path("<id:public>/facts/<name:name>", views.fact, name="fact"),
    path("<id:public>/cases", views.cases, name="cases"),
    path("<id:public>/cases/<id:case>", views.case, name="case"),
    path("<id:public>/cases/<id:case>/state", views.state, name="state"),
    path("<id:public>/candidates", views.candidates, name="candidates"),
    path("<id:public>/candidates/<id:who>", views.candidate, name="candidate"),
    path("<id:public>/candidates/<id:who>/begin", views.begin, name="begin"),
]
