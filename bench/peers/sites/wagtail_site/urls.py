from django.urls import include, path
from wagtail import urls as pages
from wagtail.admin import urls as desk

urlpatterns = [path("admin/", include(desk)), path("", include(pages))]
