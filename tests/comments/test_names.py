"""Nobody signs with a colleague's name, or with what looks like one."""

import pytest
from django.test import Client

from comments.models import Comment, State
from tests.cast import make_author, make_live, reporter
from tests.comments.makers import leave
from tests.comments.test_refusals import WORDS, assert_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.mark.parametrize(
    "name",
    ["Rita Reporter", "rita  REPORTER", "Rıta Reporter", "Rіta Rероrter", "R1ta Rep0rter", "✓ Rita Reporter ✓", "Editor",
     "✓ Editor", "Ｍｏｄｅｒａｔｏｒ", "Ad\u200bmin", "The Harbour Post", "Wanda (Staff)", "Wanda ✅", "Wanda · ѕtаff",
     "Rita Reporter, Editor", "Wanda, The Harbour Post", "Wanda [official]", "Editor Moderator",
     "ʀɪᴛᴀ ʀᴇᴘᴏʀᴛᴇʀ", "Ritɑ Reporter", "R\u0399\u03a4\u0391 Reporter", "Rita Reporter (journalist)", "Rita Reporter, Harbour Post",
     "Harbour Post", "Editor-in-chief", "Deputy editor", "✅",
     "Wanda (St\u200daff)", "Wanda 🆂🆃🅰🅵🅵", "🅴🅳🅸🆃🅾🆁", "🇸🇹🇦🇫🇫", "ꓢꓔꓮꓝꓝ", "ᎬᎠᏆᎢᎾᎡ", "Ꭺdmin", "ꜱtaff", "Wanda S-t-a-f-f", "WandaStaff",
     "Editors", "Wanda, Moderators", "Reporter Rita", "Reporter, Rita",
     "Rita Reporter\u3164", "Rita\u3164Reporter", "\uffa0Editor", "Mod\u3164erator", "The Harb\u115four\u1160 Post", "st\u2800aff",
     "Rit⍺ Reporter", "ᖇita Reporter", "Rita Repoꭇter",
     "Rita Rep𐓪rter", "Ri⊤a Reporter", "Wanda s⊤aff", "𐊗he Harbour Post", "ѕtaℱℱ", "ⲉditor", "𐊠dmin", "aclmin", "Mod", "Moderation team",
     "Dr Rita Reporter", "Rita Reporter 2", "Rita M. Reporter"],
)  # fmt: skip
def test_the_names_of_colleagues_are_theirs(story, name):
    reporter()
    assert_refused(leave(story, comment=WORDS, name=name), 422, "belongs to somebody who works here")


@pytest.mark.parametrize("name", ["Ηλίας Σοφός", "ηλίας σοφός", "ΗΛΙΑΣ ΣΟΦΟΣ", "Տիգրան", "տիգրան"])
def test_a_name_in_another_script_is_theirs_in_capitals_and_small(story, name):
    make_author("Ηλίας Σοφός"), make_author("Տիգրան")
    assert_refused(leave(story, comment=WORDS, name=name), 422, "belongs to somebody who works here")


def test_a_name_like_a_colleagues_is_free(story):
    reporter()
    assert leave(story, name="Rita Repton").status_code == 303
    assert leave(story, name="Norma Harbour", comment="My own name.").status_code == 303
    for number, name in enumerate(
        [
            "Staffan Eddie",
            "Anna Stafford",
            "J. R. R. Tolkien",
            "Rita",
            "Ꮓ Ꮼ",
            "Adminah",
            "Modesty Clay",
            "Dr Rita",
            "민준 김",
        ]
    ):
        assert leave(story, name=name, comment=f"My own name, and this is the {number}.").status_code == 303, name


def test_a_colleague_who_is_signed_in_signs_with_their_own_name_and_a_badge(story):
    client = Client()
    client.force_login(reporter())
    assert leave(story, client, name="rita reporter").status_code == 303
    comment = Comment.objects.get()
    assert (comment.user, comment.name, comment.state) == (reporter(), "Rita Reporter", State.PENDING)


def test_a_colleague_who_signs_with_another_name_is_a_reader(story):
    client = Client()
    client.force_login(reporter())
    leave(story, client)
    assert Comment.objects.get().user is None
