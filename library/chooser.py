"""The chooser's two addresses: find a picture, send a new one. Both answer JSON, to `static/js/library/chooser.js`.

GET  …/choose/?q=&cursor=  → {"pictures": [picture…], "next": cursor or null}
POST …/upload/ (multipart) → picture with "is_new", or 400/503 {"errors": {field: [sentence…]}}
picture: {"id", "title", "alt", "caption", "credit", "thumb", "preview", "width", "height"}
Whoever calls these has checked the permission.
"""

from django.http import HttpRequest, JsonResponse

from library.forms import ChooserSearchForm, ChooserUploadForm
from library.intake import NotStored, Unacceptable
from library.models import Picture

PAGE = 24


def choose(request: HttpRequest) -> JsonResponse:
    form = ChooserSearchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    found = Picture.objects.matching(form.cleaned_data["q"])
    pictures, cursor = found.page_after(form.cleaned_data["cursor"], PAGE)
    return JsonResponse({"pictures": [as_json(picture) for picture in pictures], "next": cursor})


def upload(request: HttpRequest) -> JsonResponse:
    form = ChooserUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    try:
        picture = Picture.objects.take_in(form.cleaned_data["file"], by=request.user, **form.words())
    except Unacceptable as refusal:
        status = 503 if isinstance(refusal, NotStored) else 400
        return JsonResponse({"errors": {"file": [str(refusal)]}}, status=status)
    return JsonResponse(as_json(picture) | {"is_new": picture.is_new})


def as_json(picture: Picture) -> dict:
    """What the chooser and the body editor need to show a picture and to refer to it."""
    words = {name: getattr(picture, name) for name in ("id", "title", "alt", "caption", "credit", "width", "height")}
    return words | {"thumb": picture.thumb, "preview": picture.url_for(960)}
