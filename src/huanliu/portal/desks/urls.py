"""Addresses of the desks of officers."""

from django.urls import path

from huanliu.portal.desks import answering, coordinating, views

app_name = "desks"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("workload", views.load, name="workload"),
    path("requests", answering.requests, name="requests"),
    path("requests/<id:public>", answering.one, name="request"),
    path("requests/<id:public>/open", answering.open_request, name="open_request"),
    path("requests/<id:public>/answer", answering.answer, name="answer_request"),
    path("coordination", coordinating.coordination, name="coordination"),
    path("coordination/<id:public>", coordinating.shared, name="shared"),
    path("coordination/<id:public>/joint/<name:authority>/remind", coordinating.remind_joint, name="coordinate_joint"),
    path("coordination/<id:public>/remind", coordinating.remind, name="remind"),
    path("coordination/<id:public>/hand-over", views.reassign, name="reassign"),
    path("joint/<id:public>", views.joint, name="joint"),
    path("tasks/<id:public>", views.task, name="task"),
    path("tasks/<id:public>/take", views.take, name="take"),
    path("tasks/<id:public>/release", views.release, name="release"),
    path("tasks/<id:public>/recall", views.recall, name="recall"),
    path("tasks/<id:public>/note", views.note, name="note"),
    path("tasks/<id:public>/file", views.file, name="file"),
    path("tasks/<id:public>/papers/<id:paper>", views.paper, name="paper"),
    path("tasks/<id:public>/joint/<name:authority>/remind", views.remind_joint, name="remind_joint"),
    path("tasks/<id:public>/corrections/<id:amendment>", views.settle, name="settle"),
    path("tasks/<id:public>/ask", views.ask, name="ask"),
    path("tasks/<id:public>/decide", views.decide, name="decide"),
    path("tasks/<id:public>/hand-over", views.hand_over, name="hand_over"),
    path("decisions/<id:public>/confirm", views.confirm, name="confirm"),
    path("decisions/<id:public>/return", views.send_back, name="return"),
]
