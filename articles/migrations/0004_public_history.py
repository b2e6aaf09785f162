# The list of corrections by one index, tags that are other words for a tag, the right to the weekly list of changes.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_saving'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='edition',
            options={'ordering': ['-published_at', '-article_id'], 'permissions': [('review_changes', 'Can see the weekly list of changes to live stories')]},
        ),
        migrations.AddField(
            model_name='tag',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='synonyms', to='articles.tag'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['change', '-live_from', '-article'], name='edition_by_change'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('pk')), _negated=True), name='tag_is_no_word_for_itself'),
        ),
    ]
