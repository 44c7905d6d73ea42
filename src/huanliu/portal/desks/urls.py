"""Addresses of the desks of officers."""

from django.urls import path

from huanliu.portal.desks import answering, coordinating, views

app_name = "desks"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("workload", views.load, name="workload"),
    path("requests", answering.requests, name="requests"),
    path("requests/<str:public>", answering.one, name="request"),
    path("requests/<str:public>/open", answering.open_request, name="open_request"),
    path("requests/<str:public>/answer", answering.answer, name="answer_request"),
    path("coordination", coordinating.coordination, name="coordination"),
    path("coordination/<str:public>", coordinating.shared, name="shared"),
    path("coordination/<str:public>/joint/<str:authority>/remind", coordinating.remind_joint, name="coordinate_joint"),
    path("coordination/<str:public>/remind", coordinating.remind, name="remind"),
    path("coordination/<str:public>/hand-over", views.reassign, name="reassign"),
    path("joint/<str:public>", views.joint, name="joint"),
    path("tasks/<str:public>", views.task, name="task"),
    path("tasks/<str:public>/take", views.take, name="take"),
    path("tasks/<str:public>/release", views.release, name="release"),
    path("tasks/<str:public>/recall", views.recall, name="recall"),
    path("tasks/<str:public>/note", views.note, name="note"),
    path("tasks/<str:public>/file", views.file, name="file"),
    path("tasks/<str:public>/papers/<str:paper>", views.paper, name="paper"),
    path("tasks/<str:public>/joint/<str:authority>/remind", views.remind_joint, name="remind_joint"),
    path("tasks/<str:public>/corrections/<str:amendment>", views.settle, name="settle"),
    path("tasks/<str:public>/ask", views.ask, name="ask"),
    path("tasks/<str:public>/decide", views.decide, name="decide"),
    path("tasks/<str:public>/hand-over", views.hand_over, name="hand_over"),
    path("decisions/<str:public>/confirm", views.confirm, name="confirm"),
    path("decisions/<str:public>/return", views.send_back, name="return"),
]
