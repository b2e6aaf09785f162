from django.db import migrations, models


def look_back(apps, _editor):
    """A comment that was decided until now was decided by a person, who had read it."""
    comment = apps.get_model("comments", "Comment")
    comment.objects.filter(decided_at__isnull=False).update(reviewed_at=models.F("decided_at"))


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_the_conversation")]

    operations = [migrations.RunPython(look_back, migrations.RunPython.noop)]
