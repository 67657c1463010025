import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileGitRemote',
            fields=[
                ('remote_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.remote')),
                ('git_ref', models.TextField(default='HEAD')),
            ],
            options={
                'permissions': [('manage_roles_filegitremote', 'Can manage roles on file git remotes'), ('modify_repo_content', 'Modify Repository Content')],
            },
            bases=('core.remote',),
        ),
        migrations.CreateModel(
            name='FileRemote',
            fields=[
                ('remote_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.remote')),
            ],
            options={
                'permissions': [('manage_roles_fileremote', 'Can manage roles on file remotes')],
            },
            bases=('core.remote',),
        ),
        migrations.CreateModel(
            name='FileRepository',
            fields=[
                ('repository_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='core.repository')),
                ('manifest', models.TextField(default='PULP_MANIFEST', null=True)),
                ('autopublish', models.BooleanField(default=False)),
                ('last_sync_details', models.JSONField(default=dict)),
            ],
            options={
                'permissions': [('sync_filerepository', 'Can start a sync task'), ('modify_filerepository', 'Can modify content of the repository'), ('manage_roles_filerepository', 'Can manage roles on file repositories'), ('repair_filerepository', 'Can repair repository versions'), ('modify_repo_content', 'Modify Repository Content')],
            },
            bases=('core.repository',),
        ),
    ]
