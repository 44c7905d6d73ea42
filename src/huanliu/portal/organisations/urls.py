"""Addresses of this desk."""

from django.urls import path, re_path

from huanliu.portal.organisations import views

app_name = "organisations"
# Public ids and tokens are letters, digits, - and _: no other text reaches the database, which refuses some with an error.
ONE = r"^(?P<public>[A-Za-z0-9_-]{22})"
WHO = r"(?P<{}>[A-Za-z0-9_-]{{22}})"
urlpatterns = [
    path("", views.index, name="index"),
    re_path(r"^invitation/(?P<token>[A-Za-z0-9_-]{43})$", views.accept, name="accept"),
    re_path(rf"{ONE}$", views.show, name="show"),
    re_path(rf"{ONE}/invite$", views.invite, name="invite"),
    re_path(rf"{ONE}/invitations/{WHO.format('invitation')}/end$", views.end_invitation, name="end_invitation"),
    re_path(rf"{ONE}/members/{WHO.format('member')}/role$", views.role, name="role"),
    re_path(rf"{ONE}/members/{WHO.format('member')}/remove$", views.remove, name="remove"),
    re_path(rf"{ONE}/facts$", views.facts, name="facts"),
    re_path(rf"{ONE}/facts/(?P<name>[a-z0-9_.]{{1,120}})$", views.fact, name="fact"),
    re_path(rf"{ONE}/cases$", views.cases, name="cases"),
    re_path(rf"{ONE}/cases/{WHO.format('case')}$", views.case, name="case"),
    re_path(rf"{ONE}/cases/{WHO.format('case')}/state$", views.state, name="state"),
    re_path(rf"{ONE}/candidates$", views.candidates, name="candidates"),
    re_path(rf"{ONE}/candidates/{WHO.format('who')}$", views.candidate, name="candidate"),
    re_path(rf"{ONE}/candidates/{WHO.format('who')}/begin$", views.begin, name="begin"),
]
