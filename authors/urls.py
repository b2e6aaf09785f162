"""Addresses of the people who write."""

from django.urls import path

from authors import views

app_name = "authors"
urlpatterns = [
    path("author/<slug:slug>/", views.author, name="author"),
    path("authors/", views.author_list, name="author-list"),
]
