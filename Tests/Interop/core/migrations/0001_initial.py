import django.contrib.auth.models
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessPolicy',
            fields=[
                ('pulp_id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pulp_created', models.DateTimeField(auto_now_add=True)),
                ('pulp_last_updated', models.DateTimeField(auto_now=True, null=True)),
                ('creation_hooks', models.JSONField(null=True)),
                ('statements', models.JSONField()),
                ('viewset_name', models.TextField(unique=True)),
                ('customized', models.BooleanField(default=False)),
                ('queryset_scoping', models.JSONField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('pulp_id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pulp_created', models.DateTimeField(auto_now_add=True)),
                ('pulp_last_updated', models.DateTimeField(auto_now=True, null=True)),
                ('name', models.SlugField(unique=True)),
                ('pulp_labels', models.JSONField(default=dict)),
                ('description', models.TextField(null=True)),
                ('storage_class', models.TextField()),
                ('storage_settings', models.JSONField(default=dict)),
                ('redirect_to_object_storage', models.BooleanField(default=True)),
                ('hide_guarded_distributions', models.BooleanField(default=False)),
                ('default_content_guard_id', models.UUIDField(db_index=True, null=True)),
            ],
            options={
                'permissions': [('manage_roles_domain', 'Can manage role assignments on domain')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
            ],
            options={
                'permissions': [('manage_roles_group', 'Can manage role assignments on group')],
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('auth.group',),
            managers=[
                ('objects', django.contrib.auth.models.GroupManager()),
            ],
        ),
        migrations.CreateModel(
            name='Remote',
            fields=[
                ('pulp_id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pulp_created', models.DateTimeField(auto_now_add=True)),
                ('pulp_last_updated', models.DateTimeField(auto_now=True, null=True)),
                ('pulp_type', models.TextField(db_index=True)),
                ('name', models.TextField(db_index=True)),
                ('pulp_labels', models.JSONField(default=dict)),
                ('url', models.TextField()),
                ('ca_cert', models.TextField(null=True)),
                ('client_cert', models.TextField(null=True)),
                ('client_key', models.TextField(null=True)),
                ('tls_validation', models.BooleanField(default=True)),
                ('username', models.TextField(null=True)),
                ('password', models.TextField(null=True)),
                ('proxy_url', models.TextField(null=True)),
                ('proxy_username', models.TextField(null=True)),
                ('proxy_password', models.TextField(null=True)),
                ('download_concurrency', models.PositiveIntegerField(null=True)),
                ('max_retries', models.PositiveIntegerField(null=True)),
                ('policy', models.TextField(default='immediate')),
                ('total_timeout', models.FloatField(null=True)),
                ('connect_timeout', models.FloatField(null=True)),
                ('sock_connect_timeout', models.FloatField(null=True)),
                ('sock_read_timeout', models.FloatField(null=True)),
                ('headers', models.JSONField(null=True)),
                ('rate_limit', models.IntegerField(null=True)),
                ('pulp_domain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='core.domain')),
            ],
            options={
                'unique_together': {('name', 'pulp_domain')},
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('pulp_id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pulp_created', models.DateTimeField(auto_now_add=True)),
                ('pulp_last_updated', models.DateTimeField(auto_now=True, null=True)),
                ('name', models.TextField(db_index=True, unique=True)),
                ('description', models.TextField(null=True)),
                ('locked', models.BooleanField(default=False)),
                ('permissions', models.ManyToManyField(to='auth.permission')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Repository',
            fields=[
                ('pulp_id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pulp_created', models.DateTimeField(auto_now_add=True)),
                ('pulp_last_updated', models.DateTimeField(auto_now=True, null=True)),
                ('pulp_type', models.TextField(db_index=True)),
                ('name', models.TextField(db_index=True)),
                ('pulp_labels', models.JSONField(default=dict)),
                ('description', models.TextField(null=True)),
                ('next_version', models.PositiveIntegerField(default=0)),
                ('retain_repo_versions', models.PositiveIntegerField(null=True)),
                ('retain_checkpoints', models.PositiveIntegerField(null=True)),
                ('user_hidden', models.BooleanField(default=False)),
                ('pulp_domain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='core.domain')),
                ('remote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='core.remote')),
            ],
            options={
                'verbose_name_plural': 'repositories',
                'unique_together': {('name', 'pulp_domain')},
            },
        ),
        migrations.CreateModel(
            name='UserRole',
            fields=[
                ('pulp_id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pulp_created', models.DateTimeField(auto_now_add=True)),
                ('pulp_last_updated', models.DateTimeField(auto_now=True, null=True)),
                ('object_id', models.TextField(null=True)),
                ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('domain', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='core.domain')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='object_users', to='core.role')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='object_roles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['object_id'], name='core_userro_object__adb04a_idx'), models.Index(fields=['content_type', 'object_id'], name='core_userro_content_5c0477_idx')],
                'unique_together': {('user', 'role', 'content_type', 'object_id', 'domain')},
            },
        ),
        migrations.CreateModel(
            name='GroupRole',
            fields=[
                ('pulp_id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pulp_created', models.DateTimeField(auto_now_add=True)),
                ('pulp_last_updated', models.DateTimeField(auto_now=True, null=True)),
                ('object_id', models.TextField(null=True)),
                ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('domain', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='core.domain')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='object_groups', to='core.role')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='object_roles', to='core.group')),
            ],
            options={
                'indexes': [models.Index(fields=['object_id'], name='core_groupr_object__250e22_idx'), models.Index(fields=['content_type', 'object_id'], name='core_groupr_content_ea7d37_idx')],
                'unique_together': {('group', 'role', 'content_type', 'object_id', 'domain')},
            },
        ),
    ]
