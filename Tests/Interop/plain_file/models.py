"""Repositories and remotes of a project that has guardian but not Pulp: one integer key, one UUID."""

import uuid

from django.db import models


class FileRemote(models.Model):
    pulp_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.TextField(unique=True)
    url = models.TextField()


class FileRepository(models.Model):
    name = models.TextField(unique=True)
    description = models.TextField(null=True)
    remote = models.ForeignKey(FileRemote, models.SET_NULL, null=True)

    class Meta:
        permissions = [("modify_repo_content", "Can modify content of the repository")]
