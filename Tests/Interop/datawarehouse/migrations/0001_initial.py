from django.db import migrations, models
from django.db.models.deletion import CASCADE, PROTECT


def key():
    return models.AutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def parent(model, on_delete, **options):
    return models.ForeignKey(blank=True, null=True, on_delete=on_delete, to=model, **options)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.CreateModel(
            name="GitTreePolicy",
            fields=[
                ("id", key()),
                ("name", models.CharField(max_length=100, unique=True)),
                ("read_group", parent("auth.group", PROTECT, related_name="+")),
                ("write_group", parent("auth.group", PROTECT, related_name="+")),
            ],
        ),
        migrations.CreateModel(
            name="GitTree",
            fields=[
                ("id", key()),
                ("name", models.CharField(max_length=100, unique=True)),
                ("policy", parent("datawarehouse.gittreepolicy", PROTECT)),
            ],
        ),
        migrations.CreateModel(
            name="Checkout",
            fields=[
                ("id", key()),
                ("name", models.CharField(max_length=100)),
                ("tree", parent("datawarehouse.gittree", CASCADE)),
            ],
        ),
        migrations.CreateModel(
            name="Build",
            fields=[
                ("id", key()),
                ("name", models.CharField(max_length=100)),
                ("checkout", parent("datawarehouse.checkout", CASCADE)),
            ],
        ),
        migrations.CreateModel(
            name="Test",
            fields=[
                ("id", key()),
                ("name", models.CharField(max_length=100)),
                ("build", parent("datawarehouse.build", CASCADE)),
            ],
        ),
    ]
