"""What guardian and ModelBackend treat in a way of their own: direct permission models, text keys, shared codenames."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class Shelf(models.Model):
    """Has direct permission models for users and for groups: guardian never looks at its generic tables."""

    name = models.TextField()

    class Meta:
        permissions = [("audit", "Can audit"), ("move_shelf", "Can move the shelf")]


class Box(models.Model):
    """Has a direct model for users only: groups' grants are in the generic table."""

    name = models.TextField()

    class Meta:
        # The same codename as on Shelf.
        permissions = [("audit", "Can audit")]


class Label(models.Model):
    """A key that is any text."""

    code = models.CharField(primary_key=True, max_length=100)


class ShelfUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Shelf, models.CASCADE)


class ShelfGroupPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Shelf, models.CASCADE)


class BoxUserPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Box, models.CASCADE)
