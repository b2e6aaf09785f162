"""The tasks' interface is Django's own from 6.0 on, and the package django-tasks before."""

try:
    from django.tasks import task
    from django.tasks.base import Task
except ImportError:
    from django_tasks import task
    from django_tasks.base import Task

__all__ = ["Task", "task"]
