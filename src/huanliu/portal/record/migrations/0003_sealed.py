"""The end of the chain is sealed with the secret of this place; what is there already is sealed as it is."""

import hashlib
import hmac

from django.conf import settings
from django.db import migrations, models


def seal(apps, schema_editor):
    # As record/trail.py makes it on the day of this migration.
    key = f"huanliu trail:{settings.SECRET_KEY}".encode()
    for head in apps.get_model("record", "Head").objects.exclude(entries=0):
        head.seal = hmac.new(key, f"{head.entries}:{head.digest}".encode(), hashlib.sha256).hexdigest()
        head.save()


class Migration(migrations.Migration):
    dependencies = [("record", "0002_append_only")]
    operations = [
        migrations.AddField(
            model_name="head",
            name="seal",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
