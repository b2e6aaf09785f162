"""An open page of a story as its script speaks to the server: it keeps what it began from, and sends what changed."""

import json
import uuid

from django.urls import reverse

from tests.articles.desk import form_of, page, signed_in


class OpenPage:
    """One tab. `type` changes fields, `save` sends them as the script does and takes in what the answer says."""

    def __init__(self, user, story=None, client=None):
        self.user, self.client, self.tab = user, client or signed_in(user), str(uuid.uuid4())
        self.story = story and story.pk
        self.fields = form_of(self.client.get(page("change" if story else "add", story)))
        self.base, self.answer = None, None
        self.began = dict(self.fields)

    def type(self, **changes):
        self.fields |= changes
        return self

    def __getitem__(self, name):
        return self.fields[name]

    def save(self, key=None, sent=None, **more):
        """The answer to one save; asked for what the page began from, it says so."""
        self.key = key or str(uuid.uuid4())
        sent = self.sent = sent or dict(self.fields)
        extra = {"tab": self.tab, "key": self.key, "person": self.user.pk} | more
        extra |= {"base": json.dumps(self.base)} if self.base else {}
        self.response = self.client.post(self.address(), sent | extra)
        if self.response.status_code == 409 and self.response.json().get("code") == "base":
            pairs = json.dumps(list(self.began.items()))
            self.response = self.client.post(self.address(), sent | extra | {"base": pairs})
        if self.response.status_code == 200:
            self._take_in(self.response.json(), sent)
        return self.response

    def address(self) -> str:
        if self.story is None:
            return reverse("admin:articles_article_begin")
        return reverse("admin:articles_article_autosave", args=[self.story])

    def _take_in(self, answer, sent):
        self.answer = answer
        if "version" not in answer:
            return
        self.story = answer["story"]
        self.fields |= {"version": str(answer["version"])} | answer.get("form", {})
        self.base = answer.get("base")
        self.began = dict(self.fields)

    def presence(self, **more):
        address = reverse("admin:articles_article_presence", args=[self.story])
        return self.client.post(address, {"tab": self.tab, "person": self.user.pk, "quiet": 0} | more).json()
