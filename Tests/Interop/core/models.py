"""Pulp's authorization models, column for column as pulpcore has them, for SQLite.

pulpcore itself runs on PostgreSQL only. hstore and encrypted JSON become JSON text here.
"""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group as BaseGroup
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models


class BaseModel(models.Model):
    pulp_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulp_created = models.DateTimeField(auto_now_add=True)
    pulp_last_updated = models.DateTimeField(auto_now=True, null=True)

    class Meta:
        abstract = True


class Group(BaseGroup):
    class Meta:
        proxy = True
        permissions = [("manage_roles_group", "Can manage role assignments on group")]


class Domain(BaseModel):
    name = models.SlugField(unique=True)
    pulp_labels = models.JSONField(default=dict)
    description = models.TextField(null=True)
    storage_class = models.TextField()
    storage_settings = models.JSONField(default=dict)
    redirect_to_object_storage = models.BooleanField(default=True)
    hide_guarded_distributions = models.BooleanField(default=False)
    # A foreign key to core_contentguard upstream; content guards are not part of authorization.
    default_content_guard_id = models.UUIDField(null=True, db_index=True)

    class Meta:
        permissions = [("manage_roles_domain", "Can manage role assignments on domain")]


class AccessPolicy(BaseModel):
    creation_hooks = models.JSONField(null=True)
    statements = models.JSONField()
    viewset_name = models.TextField(unique=True)
    customized = models.BooleanField(default=False)
    queryset_scoping = models.JSONField(null=True)


class Role(BaseModel):
    name = models.TextField(db_index=True, unique=True)
    description = models.TextField(null=True)
    locked = models.BooleanField(default=False)
    permissions = models.ManyToManyField(Permission)


class UserRole(BaseModel):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="object_roles")
    role = models.ForeignKey(Role, models.CASCADE, related_name="object_users")
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    object_id = models.TextField(null=True)
    domain = models.ForeignKey(Domain, models.CASCADE, null=True)

    class Meta:
        unique_together = (("user", "role", "content_type", "object_id", "domain"),)
        indexes = [
            models.Index(fields=["object_id"]),
            models.Index(fields=["content_type", "object_id"]),
        ]


class GroupRole(BaseModel):
    group = models.ForeignKey(Group, models.CASCADE, related_name="object_roles")
    role = models.ForeignKey(Role, models.CASCADE, related_name="object_groups")
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    object_id = models.TextField(null=True)
    domain = models.ForeignKey(Domain, models.CASCADE, null=True)

    class Meta:
        unique_together = (("group", "role", "content_type", "object_id", "domain"),)
        indexes = [
            models.Index(fields=["object_id"]),
            models.Index(fields=["content_type", "object_id"]),
        ]
