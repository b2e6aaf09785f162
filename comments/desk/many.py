"""One decision on many comments, and taking all of it back."""

import re

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.views.decorators.http import require_POST

from comments import moderation
from comments.desk import answers, ways
from comments.desk.deciding import verb_called, version_seen
from comments.desk.page import for_moderators
from comments.models import PUBLIC_ID

CHOSEN = re.compile(rf"{PUBLIC_ID}:\d{{1,9}}", re.ASCII)
MOST = 500


@require_POST
@for_moderators
def bulk(request, verb: str):
    known, chosen = verb_called(verb), _chosen(request)
    if not chosen:
        messages.warning(request, "Nothing was chosen.")
        return HttpResponseRedirect(ways.way_back(request), status=303)
    reason = request.POST.get("reason", "")
    if known.needs_reason and reason not in moderation.Reason.values:
        messages.error(request, "Choose a reason. Nothing was changed.")
        return HttpResponseRedirect(ways.way_back(request), status=303)
    outcome = moderation.act_on_all(verb, chosen, by=request.user, reason=reason)
    return answers.told(request, outcome, known.done.capitalize(), undoable=True)


@require_POST
@for_moderators
def undo_all(request, batch):
    return answers.told(request, moderation.undo_all(batch, by=request.user), "Undone", undoable=False)


def _chosen(request) -> dict[str, int]:
    """{public id: version seen} of what was ticked."""
    ticked = [each for each in request.POST.getlist("chosen")[:MOST] if CHOSEN.fullmatch(each)]
    return {public_id: version_seen(seen) for public_id, _, seen in (each.partition(":") for each in ticked)}
