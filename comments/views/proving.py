"""Proving an address: asking for a link, pressing the button behind it; appealing; stopping the mails.

A link that is opened changes nothing, for programs open links too: each page has a button. Whether an address is known
here is told to nobody: every address gets the same answer.
"""

from django import forms
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.addresses import address_of
from comments import appeals, keys, network, people, tokens
from comments.forms import AppealForm
from comments.models import Comment, Commenter
from comments.origin import Origin, anonymous_form, is_stranger
from comments.views.kept import keeping
from comments.views.leaving import receipt_address
from comments.views.pages import keep_private, private_page

ELSEWHERE = "This came from another site. Press the button here if you mean it."


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Email",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        error_messages={
            "required": "Write the address with which you comment.",
            "invalid": "Write the address in full, like name@example.com.",
        },
    )


def came_from_elsewhere(request) -> bool:
    return request.origin is Origin.FOREIGN or is_stranger(request)


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_form
@keeping("email")
def find(request):
    """`/comments/you/`: an address is typed, and gets a link to its owner's own page."""
    form = AddressForm(request.POST or None, auto_id="find-%s")
    elsewhere = request.method == "POST" and came_from_elsewhere(request)
    if request.method != "POST" or elsewhere or not form.is_valid():
        status = 403 if elsewhere else 422 if request.method == "POST" else 200
        context = {"form": form, "problem": ELSEWHERE if elsewhere else ""}
        return private_page(request, "comments/people/find.html", context, status)
    people.ask(form.cleaned_data["email"], network.subnet_key(address_of(request)))
    return private_page(request, "comments/people/written.html", {})


@require_POST
@anonymous_form
@keeping("k", "replies")
def prove(request, public_id: str):
    """From a receipt: have a link mailed to the address that the comment was signed with."""
    own = _own(request, public_id)
    if came_from_elsewhere(request):
        raise Http404("Another site cannot have letters written.")
    replies = request.POST.get("replies", "")
    wish = replies if replies in Commenter.Replies.values else ""
    if own.email and not own.commenter_id:
        people.ask(own.email, network.subnet_key(address_of(request)), comment=own, replies=wish)
    return private_page(request, "comments/people/written.html", {"back": receipt_address(own)}, secret=True)


@require_POST
@anonymous_form
@keeping("k", "text")
def appeal(request, public_id: str):
    """From a receipt: why the decision was wrong. What was typed comes back with each refusal."""
    own, form = _own(request, public_id), AppealForm(request.POST)
    if came_from_elsewhere(request):
        typed = AppealForm(initial={"text": request.POST.get("text", "")})
        return _not_appealed(request, own, typed, ELSEWHERE, 403)
    if not form.is_valid():
        return _not_appealed(request, own, form)
    try:
        appeals.make(own, form.cleaned_data["text"])
    except appeals.Refused as refused:
        return _not_appealed(request, own, form, refused.message)
    return private_redirect(f"{receipt_address(own)}#appeal")


def _not_appealed(request, own: Comment, form: AppealForm, problem: str = "", status: int = 422):
    context = {"comment": own, "key": request.POST.get("k", ""), "form": form, "problem": problem}
    context |= {"back": receipt_address(own), "may_appeal": appeals.open_to(own) is not None}
    return private_page(request, "comments/people/appeal.html", context, status, secret=True)


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_form
@keeping()
def confirm(request, key: str):
    """The link of a letter. The button proves the address, and leads to its owner's own page."""
    try:
        person, more = keys.read(keys.CONFIRM, key)
    except keys.BadKey:
        return too_old(request)
    elsewhere = request.method == "POST" and came_from_elsewhere(request)
    if request.method != "POST" or elsewhere:
        comment = people.unproved(person).filter(public_id=more[0]).first() if more[0] else None
        context = {"person": person, "comment": comment, "problem": ELSEWHERE if elsewhere else ""}
        return private_page(request, "comments/people/confirm.html", context, 403 if elsewhere else 200, secret=True)
    people.confirm(person, *more)
    address = reverse("comments:you", args=[keys.mint(keys.YOU, person)])
    return private_redirect(f"{address}?confirmed=1")


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_form
@keeping()
def stop(request, key: str):
    """The way out of every letter: a button for people, one POST for their mail programs (RFC 8058), which name no origin."""
    try:
        person, _ = keys.read(keys.STOP, key)
    except keys.BadKey:
        return too_old(request)
    done = request.method == "POST" and not came_from_elsewhere(request)
    if done:
        people.mute(person)
    return private_page(request, "comments/people/stop.html", {"done": done}, secret=True)


def too_old(request):
    """A link that opens nothing (any more), with the way to a new one."""
    context = {"form": AddressForm(auto_id="find-%s"), "problem": "This link does not open anything any more."}
    return private_page(request, "comments/people/find.html", context, 404, secret=True)


def private_redirect(address: str):
    return keep_private(HttpResponseRedirect(address, status=303), secret=True)


def _own(request, public_id: str) -> Comment:
    if not tokens.is_receipt_key(public_id, request.POST.get("k", "")):
        raise Http404("There is no such receipt.")
    return get_object_or_404(Comment.objects.select_related("article"), public_id=public_id)
