from django.db import migrations, models

from accounts.indexes import AddIndexMeanwhile


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('comments', '0008_appeals_follow_decisions'),
    ]

    operations = [
        AddIndexMeanwhile(
            model_name='comment',
            index=models.Index(fields=['-created_at', '-id'], name='comment_by_time'),
        ),
        AddIndexMeanwhile(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'pending')), fields=['article', 'state', 'created_at'], name='comment_waiting'),
        ),
    ]
