"""Git trees and their policies, with what hangs below a tree, as Datawarehouse has them."""

from django.contrib.auth.models import Group
from django.db import models


class GitTreePolicy(models.Model):
    name = models.CharField(max_length=100, unique=True)
    # Null means that the operation needs no authorization. SET_NULL would publish a tree when a group is deleted.
    read_group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")
    write_group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="+")


class GitTree(models.Model):
    name = models.CharField(max_length=100, unique=True)
    policy = models.ForeignKey(GitTreePolicy, models.PROTECT, null=True, blank=True)


class Checkout(models.Model):
    name = models.CharField(max_length=100)
    tree = models.ForeignKey(GitTree, models.CASCADE, null=True, blank=True)


class Build(models.Model):
    name = models.CharField(max_length=100)
    checkout = models.ForeignKey(Checkout, models.CASCADE, null=True, blank=True)


class Test(models.Model):
    name = models.CharField(max_length=100)
    build = models.ForeignKey(Build, models.CASCADE, null=True, blank=True)
