"""While the site is served: nobody who writes waits for the whole archive."""

import django.db.models.functions
from django.db import migrations, models

from accounts.indexes import AddIndexMeanwhile

AT_ONCE = 1_000  # stories


def remember_what_was_sent(apps, schema_editor):
    stories = apps.get_model("articles", "Article").objects
    editions = apps.get_model("articles", "Edition").objects.filter(article=models.OuterRef("pk")).order_by("-number")
    last = stories.aggregate(last=models.Max("pk"))["last"] or 0
    for first in range(0, last + 1, AT_ONCE):
        some = stories.filter(pk__gte=first, pk__lt=first + AT_ONCE)
        some.update(sent_digest=models.Subquery(editions.values("digest")[:1]))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('articles', '0010_search_words'),
    ]

    operations = [
        migrations.RunPython(remember_what_was_sent, migrations.RunPython.noop),
        migrations.RemoveIndex(
            model_name='article',
            name='article_by_saving',
        ),
        AddIndexMeanwhile(
            model_name='article',
            index=models.Index(fields=['-saved_at', '-id', 'trashed_at'], name='article_by_saving'),
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_by_stage',
        ),
        AddIndexMeanwhile(
            model_name='article',
            index=models.Index(fields=['stage', '-saved_at', '-id', 'trashed_at'], name='article_by_stage'),
        ),
        AddIndexMeanwhile(
            model_name='article',
            index=models.Index(fields=['section', '-saved_at', '-id', 'trashed_at'], name='article_by_section'),
        ),
        AddIndexMeanwhile(
            model_name='article',
            index=models.Index(fields=['headline', '-id'], name='article_by_headline'),
        ),
        AddIndexMeanwhile(
            model_name='article',
            index=models.Index(django.db.models.functions.NullIf('content_digest', 'sent_digest'), name='article_unsent'),
        ),
        AddIndexMeanwhile(
            model_name='edition',
            index=models.Index(condition=models.Q(('note__gt', '')), fields=['-live_from', '-article'], name='edition_noted'),
        ),
    ]
