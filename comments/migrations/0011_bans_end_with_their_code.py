from datetime import timedelta

from django.db import migrations
from django.db.models import F, Q

KEPT = timedelta(days=60)  # until the secret behind the code of a network is destroyed


def let_them_end(apps, schema_editor):
    """The ban of a comment's network said “for good” when nobody could tell any more which network it was."""
    bans = apps.get_model("comments", "Sanction").objects.filter(scope="code")
    bans.filter(Q(until=None) | Q(until__gt=F("at") + KEPT)).update(until=F("at") + KEPT)


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0010_how_a_comment_came'),
    ]

    operations = [
        migrations.RunPython(let_them_end, migrations.RunPython.noop),
    ]
