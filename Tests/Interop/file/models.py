"""Pulp's file plugin: the objects of the sample organisation, with their masters in pulpcore."""

from core.models import BaseModel, Domain
from django.db import models


class Remote(BaseModel):
    pulp_type = models.TextField(db_index=True)
    name = models.TextField(db_index=True)
    pulp_labels = models.JSONField(default=dict)
    url = models.TextField()
    ca_cert = models.TextField(null=True)
    client_cert = models.TextField(null=True)
    client_key = models.TextField(null=True)
    tls_validation = models.BooleanField(default=True)
    username = models.TextField(null=True)
    password = models.TextField(null=True)
    proxy_url = models.TextField(null=True)
    proxy_username = models.TextField(null=True)
    proxy_password = models.TextField(null=True)
    download_concurrency = models.PositiveIntegerField(null=True)
    max_retries = models.PositiveIntegerField(null=True)
    policy = models.TextField(default="immediate")
    total_timeout = models.FloatField(null=True)
    connect_timeout = models.FloatField(null=True)
    sock_connect_timeout = models.FloatField(null=True)
    sock_read_timeout = models.FloatField(null=True)
    headers = models.JSONField(null=True)
    rate_limit = models.IntegerField(null=True)
    pulp_domain = models.ForeignKey(Domain, models.PROTECT)

    class Meta:
        app_label = "core"
        unique_together = ("name", "pulp_domain")


class Repository(BaseModel):
    pulp_type = models.TextField(db_index=True)
    name = models.TextField(db_index=True)
    pulp_labels = models.JSONField(default=dict)
    description = models.TextField(null=True)
    next_version = models.PositiveIntegerField(default=0)
    retain_repo_versions = models.PositiveIntegerField(null=True)
    retain_checkpoints = models.PositiveIntegerField(null=True)
    user_hidden = models.BooleanField(default=False)
    remote = models.ForeignKey(Remote, models.SET_NULL, null=True)
    pulp_domain = models.ForeignKey(Domain, models.PROTECT)

    class Meta:
        app_label = "core"
        verbose_name_plural = "repositories"
        unique_together = ("name", "pulp_domain")


class FileRepository(Repository):
    manifest = models.TextField(default="PULP_MANIFEST", null=True)
    autopublish = models.BooleanField(default=False)
    last_sync_details = models.JSONField(default=dict)

    class Meta:
        permissions = [
            ("sync_filerepository", "Can start a sync task"),
            ("modify_filerepository", "Can modify content of the repository"),
            ("manage_roles_filerepository", "Can manage roles on file repositories"),
            ("repair_filerepository", "Can repair repository versions"),
            ("modify_repo_content", "Modify Repository Content"),
        ]


class FileRemote(Remote):
    class Meta:
        permissions = [("manage_roles_fileremote", "Can manage roles on file remotes")]


class FileGitRemote(Remote):
    git_ref = models.TextField(default="HEAD")

    class Meta:
        permissions = [
            ("manage_roles_filegitremote", "Can manage roles on file git remotes"),
            # The same codename as on FileRepository: legal, and a trap that the sample shows.
            ("modify_repo_content", "Modify Repository Content"),
        ]
