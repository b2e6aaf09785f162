"""Every page of a story at the desk, and each of its refusals, is valid HTML."""

import pytest

from articles import workflow
from articles.moves import MOVES
from tests import nu
from tests.articles.desk import form_of, make, page, save, signed_in
from tests.cast import administrator, editor, make_article, make_author, make_live, make_picture, reporter, rewrite

BODY = '<h3>Small</h3><p>See <a href="/nowhere/">this</a>.</p>'


@pytest.mark.django_db
def test_every_page_of_a_story_is_valid():
    bylines = [make_author("Ines Calder"), (make_author("Tomas Berg"), "pictures")]
    story = make_article(bylines=bylines, tags=["Harbour"], lead_picture=make_picture())
    workflow.submit(story, by=reporter(), note="Please check")
    live = rewrite(
        make_live(headline="Live", language="ar"),
        headline="Live and changed",
        body="<h2>Anew</h2><ul><li>One</li></ul>",
    )
    client = signed_in(editor())
    stale = form_of(client.get(page("change", story)))
    rewrite(story, by=reporter(), headline="Somebody was faster")
    chosen = {"action": "publish_selected", "_selected_action": [story.pk, live.pk]}
    pages = {
        "list": client.get(page("changelist")),
        "nothing found": client.get(page("changelist", q="nothing")),
        "new": client.get(page("add")),
        "story": client.get(page("change", story)),
        "story with errors": save(client, story, headline="x" * 201, **{"bylines-2-author": "Nobody"}),
        "stale": client.post(page("change", story), stale | {"headline": "Mine"}),
        "history": client.get(page("history", story)),
        "compare": client.get(page("compare", live)),
        "preview": client.get(page("preview", live)),
        "bulk": client.post(page("changelist"), chosen),
        "refused": make(client, live, "publish", kind="correction"),
        "stopped": client.get(page("publish", make_article(headline="TK", body=BODY))),
        "calendar": client.get(page("changelist") + "calendar/"),
        "plan": client.get(page("plan", story)),
        "plan refused": make(client, story, "plan", day="2020-01-01"),
        "checklist": signed_in(administrator()).get(page("changelist") + "checklist/"),
        **{move.verb: client.get(page(move.verb, live)) for move in MOVES},
    }
    assert nu.errors({name: response.content for name, response in pages.items()}) == []
