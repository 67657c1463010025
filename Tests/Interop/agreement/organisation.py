"""A random organisation, written by the real Django into the database in use."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from random import Random
from typing import Any
from uuid import UUID

from datawarehouse.models import GitTree, GitTreePolicy
from depot.models import Box, BoxUserPermission, Label, Shelf, ShelfGroupPermission, ShelfUserPermission
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from guardian.models import GroupObjectPermission, UserObjectPermission
from plain_file.models import FileRemote, FileRepository
from user_tasks.models import UserTaskArtifact, UserTaskStatus

from . import keys, names, sessions

THEN = datetime(2026, 1, 1, tzinfo=timezone.utc)
# Types of which single objects are asked about.
TYPES = [
    "file.filerepository", "file.fileremote", "datawarehouse.gittree", "depot.shelf", "depot.box", "depot.label",
    "auth.user", "auth.group", "user_tasks.usertaskstatus", "user_tasks.usertaskartifact",
]  # fmt: skip


# Holder's name, permission, type, key.
Grant = tuple[str, str, str, str]


@dataclass
class Organisation:
    """What questions are made from: names and keys that are there."""

    users: list[str]
    groups: list[str]
    trees: list[str]
    user_keys: list[int]
    # By type: keys as text, `app.codename`s.
    objects: dict[str, list[str]]
    permissions: dict[str, list[str]]
    # Grants that are there, so that some questions meet a yes.
    general: list[tuple[str, str]]
    user_grants: list[Grant] = field(default_factory=list)
    group_grants: list[Grant] = field(default_factory=list)

    def permission(self, rng: Random, kind: str | None = None) -> str:
        """A permission that is there, of a type or of any."""
        kind = kind or rng.choice(sorted(self.permissions))
        return rng.choice(self.permissions[kind])


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
        self.things(users, groups)
        organisation = Organisation(
            users=[user.username for user in users],
            groups=[group.name for group in groups],
            trees=list(GitTree.objects.order_by("pk").values_list("name", flat=True)),
            user_keys=[user.pk for user in users],
            objects={kind: self.existing(kind) for kind in TYPES},
            permissions=self.by_type(permissions),
            general=self.general(),
        )
        self.grants(organisation, users, groups, permissions)
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
        # Keys with gaps, so that a key is not the number of a row.
        for user in made:
            user.pk = self.fresh(User, 40)
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
            Group.objects.create(pk=self.fresh(Group, 20), name=name)
        return list(Group.objects.order_by("pk"))

    def fresh(self, model: type[Model], most: int) -> int:
        taken = set(model._default_manager.values_list("pk", flat=True))
        return self.rng.choice([key for key in range(1, most + 30) if key not in taken])

    def link(self, through: type[Model], left: str, lefts: list[Any], right: str, rights: list[Any], most: int) -> None:
        """Up to `most` rows of a table between two others."""
        pairs = {(self.rng.choice(lefts).pk, self.rng.choice(rights).pk) for _ in range(self.rng.randint(0, most))}
        through._default_manager.bulk_create(
            through(**{f"{left}_id": one, f"{right}_id": other}) for one, other in sorted(pairs)
        )

    def things(self, users: list[User], groups: list[Group]) -> None:
        """Objects of every type that grants may be on."""
        for number in range(self.rng.randint(0, 6)):
            FileRepository.objects.create(pk=self.fresh(FileRepository, 15), name=f"repository {number}")
            key = UUID(int=self.rng.getrandbits(128), version=4)
            FileRemote.objects.create(pk=key, name=f"remote {number}", url="https://example.org/")
        for model in (Shelf, Box):
            for number in range(self.rng.randint(0, 5)):
                model.objects.create(pk=self.fresh(model, 12), name=f"thing {number}")
        for code in names.some(self.rng, names.LABELS, 5):
            Label.objects.create(code=code)
        self.trees(groups)
        self.tasks(users)
        sessions.log_in(self.rng, users)

    def trees(self, groups: list[Group]) -> None:
        policies = [
            GitTreePolicy.objects.create(
                name=f"policy {number}",
                read_group=self.rng.choice([None, *groups]),
                write_group=self.rng.choice([None, *groups, *groups]),
            )
            for number in range(self.rng.randint(0, 4))
        ]
        for name in names.some(self.rng, names.TREES, 8):
            GitTree.objects.create(name=name, policy=self.rng.choice([None, *policies, *policies]))

    def tasks(self, users: list[User]) -> None:
        for number in range(self.rng.randint(0, 8)):
            status = UserTaskStatus.objects.create(
                pk=self.fresh(UserTaskStatus, 12),
                user=self.rng.choice(users),
                uuid=UUID(int=self.rng.getrandbits(128), version=4),
                task_id=f"task {number}",
                task_class="interop.Task",
                name="Task",
                total_steps=1,
            )
            for _ in range(self.rng.choice([0, 1, 2])):
                key = UUID(int=self.rng.getrandbits(128), version=4)
                UserTaskArtifact.objects.create(
                    pk=self.fresh(UserTaskArtifact, 12), status=status, uuid=key, text="done"
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

    def grants(
        self, organisation: Organisation, users: list[User], groups: list[Group], permissions: list[Permission]
    ) -> None:
        self.generic(UserObjectPermission, "user", users, organisation, permissions, organisation.user_grants)
        self.generic(GroupObjectPermission, "group", groups, organisation, permissions, organisation.group_grants)
        self.direct(ShelfUserPermission, "user", users, Shelf, organisation.user_grants)
        self.direct(ShelfGroupPermission, "group", groups, Shelf, organisation.group_grants)
        self.direct(BoxUserPermission, "user", users, Box, organisation.user_grants)

    def generic(
        self,
        model: type[Model],
        holder: str,
        holders: list[Any],
        organisation: Organisation,
        permissions: list[Permission],
        noted: list[Grant],
    ) -> None:
        """Rows of a generic table: on objects, on objects that are gone, on what is no key at all."""
        rows: dict[tuple[int, int, str], Model] = {}
        for _ in range(self.rng.randint(0, 6 * len(holders))):
            who, kind = self.rng.choice(holders), self.rng.choice(TYPES)
            key = keys.stored(self.rng, kind, organisation.objects[kind], self.oddity)
            fitting = [one for one in permissions if one.content_type_id == self.kinds[kind].pk]
            # A row's permission may be of another type: guardian refuses to write that, other hands do not.
            permission = self.rng.choice(permissions if self.chance(self.oddity / 8) else fitting)
            rows[who.pk, permission.pk, key] = model(
                **{f"{holder}_id": who.pk},
                permission=permission,
                content_type=self.kinds[kind],
                object_pk=key,
            )
            name = f"{permission.content_type.app_label}.{permission.codename}"
            noted.append((str(who.username if holder == "user" else who.name), name, kind, key))
        model._default_manager.bulk_create(rows.values())

    def direct(
        self,
        model: type[Model],
        holder: str,
        holders: list[Any],
        target: type[Model],
        noted: list[Grant],
    ) -> None:
        """Rows of a direct permission model."""
        objects = list(target._default_manager.order_by("pk"))
        fitting = list(Permission.objects.filter(content_type=self.kinds[target._meta.label_lower]).order_by("pk"))
        rows: dict[tuple[int, int, int], Model] = {}
        for _ in range(self.rng.randint(0, 2 * len(holders)) if objects else 0):
            who, thing, permission = self.rng.choice(holders), self.rng.choice(objects), self.rng.choice(fitting)
            rows[who.pk, thing.pk, permission.pk] = model(
                **{f"{holder}_id": who.pk}, permission=permission, content_object=thing
            )
            name = f"{target._meta.app_label}.{permission.codename}"
            noted.append(
                (str(who.username if holder == "user" else who.name), name, target._meta.label_lower, str(thing.pk))
            )
        model._default_manager.bulk_create(rows.values())
