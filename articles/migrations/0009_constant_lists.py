from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_trash_and_sections'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='sent_digest',
            field=models.CharField(editable=False, max_length=64, null=True),
        ),
    ]
