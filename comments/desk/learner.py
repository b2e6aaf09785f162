"""How well the filter judges: the scoreboard of the learner."""

from comments.desk.page import draw, for_moderators
from comments.learner.bayes import ENOUGH
from comments.learner.judging import BLIND
from comments.learner.scoreboard import scoreboard as figures
from comments.rules.settings import current


@for_moderators
def scoreboard(request):
    """What was learnt, precision and recall by the blind sample, and what gives cause for alarm."""
    setting = current()["learnt"]
    context = {
        "title": "Spam filter",
        "board": figures(),
        "setting": setting,
        "percent": setting.numbers["percent"],
        "enough": ENOUGH,
        "blind": BLIND,
    }
    return draw(request, "admin/comments/learner.html", context)
