"""What the desk knows of a request all the way down: the zone of the person who is signed in, and from where they come."""

from django.utils import timezone

from accounts import visit


class OwnTimeZone:
    """Only the desk: readers' pages are the same for everybody and keep the site's zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.zone):
            return self.get_response(request)


class Visit:
    """Lets the audit know from where a thing is done: see `accounts.visit`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with visit.during(request):
            return self.get_response(request)
