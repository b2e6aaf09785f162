"""Rules: each as it comes, off, and otherwise; every hit is kept and shown; who may set them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import reports
from comments.forms import TRAP
from comments.models import Action, Comment, Commenter, Mode, RuleSetting, State
from comments.policies import set_policy
from comments.rules import checks, settings
from comments.rules.catalogue import CATALOGUE
from comments.rules.settings import Setting
from tests.cast import administrator, make_live, moderator, reporter, sports_editor
from tests.comments.makers import a_reader, leave, make_comment, unhurried

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch):
    """A story below which everything is public at once that no rule holds."""
    unhurried(monkeypatch)
    set_policy({"mode": Mode.POST}, by=administrator())
    return make_live(headline="The last ferry")


def desk(person=None) -> Client:
    client = Client()
    client.force_login(person or administrator())
    return client


def rule(code: str, action: str = Action.HOLD, words: str = "", **numbers) -> None:
    numbers = {number.name: numbers.get(number.name, number.value) for number in CATALOGUE[code].numbers}
    settings.save(Setting(code, action, numbers, words), by=administrator())


def left(story, comment="The ferry was never late before the bridge opened.", **more) -> Comment:
    answer = leave(story, comment=comment, **more)
    assert answer.status_code == 303, answer.text
    return Comment.objects.order_by("pk").last()


def hits(comment: Comment) -> dict[str, str]:
    return {hit.rule: hit.evidence for hit in comment.hits.all()}


def test_a_suspect_word_holds_and_its_evidence_is_in_the_queue(story):
    rule("suspect", words="casino\nfree money")
    comment = left(story, "Come to the c@s1no, free money!")
    assert (comment.state, hits(comment)) == (State.PENDING, {"suspect": "casino (“c@s1no,”), free money"})
    page = desk(moderator()).get("/admin/comments/comment/").text
    assert "Contains a suspect word" in page
    assert "c@s1no" in page


def test_a_banned_word_goes_to_the_spam_folder_or_is_held_as_the_newsroom_likes(story):
    rule("banned", Action.SPAM, words="viagra")
    comment = left(story, "Cheap viagra for all of you.")
    assert (comment.state, hits(comment)) == (State.SPAM, {"banned": "viagra"})
    assert "Cheap <mark>viagra</mark>" in desk(moderator()).get("/admin/comments/comment/?folder=spam").text
    rule("banned", Action.HOLD, words="viagra")
    assert left(story, "Again viagra for all of you.").state == State.PENDING


def test_entries_with_commas_and_brackets_are_found_and_marked_whole(story):
    rule("suspect", words="cheap, (good) pills\nbuy (now)")
    comment = left(story, "So cheap, good pills: buy now!")
    assert hits(comment) == {"suspect": "cheap good pills, buy now"}
    page = desk(moderator()).get("/admin/comments/comment/").text
    assert "<mark>cheap, good pills</mark>" in page and "<mark>buy now</mark>" in page


@pytest.mark.parametrize("field", [{"name": "Casino King"}, {"website": "https://best-casino.example/"}])
def test_words_are_looked_for_in_name_and_website_too(story, field):
    rule("suspect", words="casino")
    assert left(story, **field).state == State.PENDING


def test_the_same_words_elsewhere_on_the_site_are_held_if_long_enough(story):
    other = make_live(headline="Another story")
    left(story, "The best prices of the whole coast, ask me!", email="one@reader.example")
    again = left(other, "the BEST prices of the whole coast — ask me", email="two@reader.example")
    assert (again.state, hits(again)) == (State.PENDING, {"repeated": "once"})
    left(story, "Well said.", email="three@reader.example")
    assert left(other, "Well said.", email="four@reader.example").state == State.APPROVED


def test_a_first_comment_is_known_by_proof_alone(story):
    rule("first")
    person = Commenter.objects.create(email="wanda@reader.example", email_key="k")
    make_comment(story, email="wanda@reader.example", commenter=person, proved_at=timezone.now())
    typed = left(story)
    assert (typed.state, hits(typed)) == (State.PENDING, {"first": ""})


def test_the_field_for_machines_and_haste_are_held(story, monkeypatch):
    monkeypatch.setitem(checks.CHECKS, "fast", checks.fast)
    assert hits(left(story, **{TRAP: "x"}))["trap"] == ""
    assert "fast" in hits(left(story, "Another comment, just as fast."))


def test_a_heated_thread_is_held_for_a_while(story):
    rule("heat", number=3, minutes=60, reports=2)
    root = make_comment(story)
    make_comment(story, root)
    assert left(story, "The third in this thread", parent=root.public_id).state == State.APPROVED
    held = left(story, "The fourth in this thread", parent=root.public_id)
    assert hits(held) == {"heat": "3 replies in 60 minutes"}
    assert left(story, "A thread of its own").state == State.APPROVED
    reported = make_comment(story, created_at=timezone.now() - timedelta(days=2))
    for reader in ("one", "two"):
        reports.report(story, reported, reason="hate", text="", reader=a_reader(reader))
    assert hits(left(story, "To the reported one", parent=reported.public_id)) == {"heat": "2 open reports"}


@pytest.mark.parametrize("code", [code for code, each in CATALOGUE.items() if not code.startswith("flood")])
def test_a_rule_that_is_off_says_nothing(story, code):
    rule(code, Action.OFF, words="ferry")
    assert code not in hits(left(story, "The ferry at https://harbour.example/ again"))


def test_every_rule_looks_also_after_one_has_found_something(story):
    rule("suspect", words="ferry")
    comment = left(story, "The ferry at https://harbour.example/ again")
    assert set(hits(comment)) == {"links", "suspect"}


def test_a_rule_is_set_on_its_page_and_who_did_it_stays_on_record(story):
    address = reverse("admin:comments_rules_one", args=["suspect"])
    answer = desk().post(address, {"seen": 0, "action": "hold", "words": " casino \n\ncasino\n", "do": "save"})
    assert answer.status_code == 303
    assert settings.current()["suspect"].words == "casino"
    assert "Ada Administrator" in desk(moderator()).get(address).text


def test_a_rule_that_somebody_changed_meanwhile_is_not_overruled_unseen(story):
    rule("suspect", words="casino")
    answer = desk().post(
        reverse("admin:comments_rules_one", args=["suspect"]), {"seen": 0, "action": "off", "words": ""}
    )
    assert answer.status_code == 409
    assert settings.current()["suspect"].words == "casino"


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("suspect", {"words": "x" * 81}),
        ("suspect", {"words": "\n".join(f"word{n}" for n in range(2_001))}),
        ("suspect", {"words": "…"}),
        ("suspect", {"action": "refuse"}),
        ("fast", {"seconds": "0"}),
        ("fast", {"seconds": "x"}),
        ("flood_subnet", {"number": "-1"}),
        ("learnt", {"action": "spam", "percent": "80"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_typed_is_lost(story, code, data):
    numbers = {number.name: number.value for number in CATALOGUE[code].numbers}
    typed = {"seen": 0, "action": CATALOGUE[code].default, "words": ""} | numbers | data
    answer = desk().post(reverse("admin:comments_rules_one", args=[code]), typed)
    assert answer.status_code == 400
    assert not RuleSetting.objects.exists()
    assert "errorlist" in answer.text


def test_a_word_that_arrived_damaged_is_refused_and_kept(story):
    data = {"seen": 0, "action": "hold", "words": "good\nbad\ufffdword"}
    page = desk(administrator()).post(page_of("suspect"), data)
    assert page.status_code == 400 and "arrived damaged" in page.text and "bad\ufffdword</textarea>" in page.text


def page_of(code: str) -> str:
    return reverse("admin:comments_rules_one", args=[code])


def test_only_those_whose_roles_hold_everywhere_set_rules(story):
    address = reverse("admin:comments_rules_one", args=["suspect"])
    for person, sees in ((moderator(), 200), (sports_editor(), 200), (reporter(), 403)):
        assert desk(person).get(address).status_code == sees
        assert desk(person).post(address, {"seen": 0, "action": "off", "words": ""}).status_code == 403


def test_the_page_of_rules_counts_what_each_found_and_what_was_approved(story, django_assert_max_num_queries):
    rule("suspect", words="ferry")
    from comments import moderation

    moderation.approve(left(story), by=moderator())
    left(story, "The ferry once more, it is late.")
    page = desk().get(reverse("admin:comments_rules")).text
    row = page[page.index("Contains a suspect word") :]
    assert '<td class="number">2</td><td class="number">1</td>' in row[: row.index("</tr>")]


def test_there_is_no_rule_of_another_name():
    assert desk().get("/admin/comments/comment/rules/nonsense/").status_code == 404
