"""Makes a random organisation with the real Django, in the database in use."""

from collections.abc import Iterable
from datetime import datetime, timezone
from random import Random
from typing import Any

from datawarehouse.models import GitTree
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from . import names, sessions, things
from .granting import Granting
from .organisation import TYPES, Organisation

THEN = datetime(2026, 1, 1, tzinfo=timezone.utc)


class Builder:
    """Makes one organisation. `oddity` says how many keys of grants are no plain keys: 0 in every second database."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.oddity = rng.choice([0, 0, 0.1, 0.4])
        self.kinds = {f"{t.app_label}.{t.model}": t for t in ContentType.objects.order_by("pk")}

    @transaction.atomic
    def build(self) -> Organisation:
        self.rows_of_permissions()
        users, groups = self.users(), self.groups()
        self.link(User.groups.through, "user", users, "group", groups, len(users) * 2)
        permissions = list(Permission.objects.select_related("content_type").order_by("pk"))
        self.link(User.user_permissions.through, "user", users, "permission", permissions, len(users) * 2)
        self.link(Group.permissions.through, "group", groups, "permission", permissions, len(groups) * 3)
        things.make(self.rng, users, groups)
        sessions.log_in(self.rng, users)
        organisation = Organisation(
            users=[user.username for user in users],
            groups=[group.name for group in groups],
            trees=list(GitTree.objects.order_by("pk").values_list("name", flat=True)),
            user_keys=[user.pk for user in users],
            objects={kind: self.existing(kind) for kind in TYPES},
            permissions=self.by_type(permissions),
            general=self.general(),
        )
        granting = Granting(self.rng, self.oddity, organisation.objects, permissions)
        organisation.user_grants, organisation.group_grants = granting.to_users(users), granting.to_groups(groups)
        return organisation

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def rows_of_permissions(self) -> None:
        """Permissions that no model names, some on a type whose model is gone."""
        if self.chance(0.3):
            self.kinds["gone.thing"] = ContentType.objects.create(app_label="gone", model="thing")
        for codename in self.rng.sample(names.CODENAMES, self.rng.choice([0, 0, 1, 4])):
            kind = self.kinds[self.rng.choice(sorted(self.kinds))]
            Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": "odd"})

    def users(self) -> list[User]:
        self.anonymous_row()
        made = [
            User(
                username=name,
                password="!",
                is_active=self.chance(0.8),
                is_superuser=self.chance(0.12),
                is_staff=self.chance(0.2),
                date_joined=THEN,
            )
            for name in names.some(self.rng, names.USERNAMES, self.rng.choice([3, 8, 20]))
        ]
        for user in made:
            user.pk = things.fresh(self.rng, User, 40)
            user.save(force_insert=True)
        return list(User.objects.order_by("pk"))

    def anonymous_row(self) -> None:
        """guardian made the row when it migrated. A project may have lost it, or spoilt it."""
        rows = User.objects.filter(username="AnonymousUser")
        change = self.rng.choice(["none", "none", "none", "absent", "inactive", "superuser"])
        if change == "absent":
            rows.delete()
        elif change == "inactive":
            rows.update(is_active=False)
        elif change == "superuser":
            rows.update(is_superuser=True)

    def groups(self) -> list[Group]:
        for name in names.some(self.rng, names.GROUPS, self.rng.choice([1, 3, 8])):
            Group.objects.create(pk=things.fresh(self.rng, Group, 20), name=name)
        return list(Group.objects.order_by("pk"))

    def link(self, through: type[Model], left: str, lefts: list[Any], right: str, rights: list[Any], most: int) -> None:
        """Up to `most` rows of a table between two others."""
        pairs = {(self.rng.choice(lefts).pk, self.rng.choice(rights).pk) for _ in range(self.rng.randint(0, most))}
        through._default_manager.bulk_create(
            through(**{f"{left}_id": one, f"{right}_id": other}) for one, other in sorted(pairs)
        )

    def existing(self, kind: str) -> list[str]:
        rows = apps.get_model(kind)._default_manager.order_by("pk").values_list("pk", flat=True)
        return [str(key) for key in rows]

    @staticmethod
    def by_type(permissions: Iterable[Permission]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for permission in permissions:
            kind = permission.content_type
            found.setdefault(f"{kind.app_label}.{kind.model}", []).append(f"{kind.app_label}.{permission.codename}")
        return found

    @staticmethod
    def general() -> list[tuple[str, str]]:
        """Who has which permission at model level, users by themselves or through a group."""
        permission = ("permissions__content_type__app_label", "permissions__codename")
        own = User.user_permissions.through._default_manager.values_list(
            "user__username", "permission__content_type__app_label", "permission__codename"
        )
        shared = User._default_manager.filter(groups__permissions__isnull=False).values_list(
            "username", *(f"groups__{field}" for field in permission)
        )
        return sorted({(name, f"{app}.{codename}") for name, app, codename in [*own, *shared]})
