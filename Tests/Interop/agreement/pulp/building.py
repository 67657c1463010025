"""A random Pulp, written by pulpcore's models into the database in use, which has what migrating left there."""

from datetime import datetime, timezone
from random import Random
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from pulpcore.app.models import AccessPolicy, Domain, Group
from pulpcore.app.models.role import GroupRole, Role, UserRole

from .. import names
from . import policies
from .organisation import PLUGIN_TYPES, PULP_TYPES, TYPES, Held, Organisation
from .project import keys_from

THEN = datetime(2026, 1, 1, tzinfo=timezone.utc)


class Builder:
    """Makes one organisation. `oddity` says how many assignments are such as pulpcore would refuse to make."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.oddity = rng.choice([0, 0, 0.15])

    def build(self) -> Organisation:
        with transaction.atomic(), keys_from(self.rng):
            return self._build()

    def _build(self) -> Organisation:
        self.kinds = {kind: self.content_type(kind) for kind in TYPES}
        domains = self.domains()
        users, groups = self.users(), self.groups()
        self.join(User.groups.through, "user", users, "group", groups)
        self.join(User.user_permissions.through, "user", users, "permission", self.permissions_of_types())
        self.join(Group.permissions.through, "group", groups, "permission", self.permissions_of_types())
        objects = self.plugin_objects(domains)
        objects |= {"core.domain": domains, "core.group": groups, "auth.user": users}
        roles = self.roles()
        user_roles = self.assign(UserRole, "user", users, roles, domains, objects)
        group_roles = self.assign(GroupRole, "group", groups, roles, domains, objects)
        policies.change_some(self.rng, list(AccessPolicy.objects.order_by("viewset_name")))
        return Organisation(
            users=[user.username for user in users],
            groups=[group.name for group in groups],
            domains=[domain.name for domain in domains],
            roles=[role.name for role in roles],
            objects={kind: [str(one.pk) for one in rows] for kind, rows in objects.items()},
            permissions={kind: self.names_of(kind) for kind in [*TYPES, *PULP_TYPES]},
            domain_of={str(one.pk): one.pulp_domain.name for kind in PLUGIN_TYPES for one in objects[kind]},
            user_roles=user_roles,
            group_roles=group_roles,
        )

    @staticmethod
    def content_type(kind: str) -> ContentType:
        return ContentType.objects.get_for_model(apps.get_model(kind), for_concrete_model=False)

    def names_of(self, kind: str) -> list[str]:
        rows = Permission.objects.filter(content_type=self.content_type(kind)).order_by("pk")
        return [f"{kind.split('.')[0]}.{row.codename}" for row in rows]

    def permissions_of_types(self) -> list[Permission]:
        return list(Permission.objects.filter(content_type__in=self.kinds.values()).order_by("pk"))

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def key(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def domains(self) -> list[Domain]:
        for number in range(self.rng.choice([0, 1, 2, 3])):
            Domain(
                name=f"tenant-{number}",
                storage_class="pulpcore.app.models.storage.FileSystem",
                storage_settings={},
            ).save(force_insert=True, skip_hooks=True)
        return list(Domain.objects.order_by("name"))

    def users(self) -> list[User]:
        for name in names.some(self.rng, names.USERNAMES, self.rng.choice([3, 8, 15])):
            User.objects.create(
                username=name,
                password="!",
                is_active=self.chance(0.8),
                is_superuser=self.chance(0.12),
                is_staff=self.chance(0.2),
                date_joined=THEN,
            )
        return list(User.objects.order_by("pk"))

    def groups(self) -> list[Group]:
        for name in names.some(self.rng, names.GROUPS, self.rng.choice([1, 3, 6])):
            Group.objects.create(name=name)
        return list(Group.objects.order_by("pk"))

    def join(self, through: type[Model], left: str, lefts: list[Any], right: str, rights: list[Any]) -> None:
        count = self.rng.randint(0, 2 * len(lefts))
        pairs = {(self.rng.choice(lefts).pk, self.rng.choice(rights).pk) for _ in range(count)}
        through._default_manager.bulk_create(
            through(**{f"{left}_id": one, f"{right}_id": other}) for one, other in sorted(pairs)
        )

    def plugin_objects(self, domains: list[Domain]) -> dict[str, list[Any]]:
        made: dict[str, list[Any]] = {}
        for kind, needs in PLUGIN_TYPES.items():
            model = apps.get_model(kind)
            made[kind] = []
            for number in range(self.rng.randint(1, 5)):
                one = model(
                    name=f"{model._meta.model_name}-{number}",
                    pulp_domain=self.rng.choice(domains),
                    **needs,
                )
                if kind == "file.filedistribution":
                    one.base_path = f"base/{number}"
                # Without hooks: they would give roles to whoever is logged in.
                one.save(force_insert=True, skip_hooks=True)
                made[kind].append(one)
        return made

    def roles(self) -> list[Role]:
        """Those that pulpcore ships for the types in question, and some of our own."""
        fitting = self.permissions_of_types()
        for number in range(self.rng.randint(0, 4)):
            role = Role(name=f"acme.role {number}", locked=self.chance(0.2))
            role.save(force_insert=True, skip_hooks=True)
            count = min(len(fitting), self.rng.choice([0, 1, 3, 10, 60]))
            role.permissions.set(self.rng.sample(fitting, count))
        return list(Role.objects.filter(permissions__in=fitting).distinct().order_by("name"))

    def assign(
        self,
        model: type[Model],
        holder: str,
        holders: list[Any],
        roles: list[Role],
        domains: list[Domain],
        objects: dict[str, list[Any]],
    ) -> list[Held]:
        """Roles held in general, on a domain or on an object, and rows that pulpcore would not have written."""
        rows: list[Model] = []
        noted: list[Held] = []
        for _ in range(self.rng.randint(0, 5 * len(holders))):
            who = self.rng.choice(holders)
            where = self.rng.choice(["general", "domain", "object", "object", "object"])
            kind = self.rng.choice([kind for kind in TYPES if objects[kind]])
            role = self.fitting_role(roles, kind) if where == "object" else self.rng.choice(roles)
            row = model(**{f"{holder}_id": who.pk}, role=role)
            key = None
            if where == "object":
                key = self.object_key(objects[kind])
                row.content_type_id, row.object_id = self.kinds[kind].pk, key
            if where == "domain" or self.chance(self.oddity / 4):
                row.domain = self.rng.choice(domains)
            rows.append(row)
            permissions = [
                f"{one.content_type.app_label}.{one.codename}"
                for one in role.permissions.select_related("content_type").order_by("pk")
            ]
            name = who.username if holder == "user" else who.name
            noted.append((name, permissions, kind if where == "object" else None, key))
        model._default_manager.bulk_create(rows)
        return [held for held in noted if held[1]]

    def fitting_role(self, roles: list[Role], kind: str) -> Role:
        """A role with a permission of the type; any where assignments may be odd, or where there is none."""
        fitting = [role for role in roles if role.permissions.filter(content_type=self.kinds[kind]).exists()]
        return self.rng.choice(roles if self.chance(self.oddity) or not fitting else fitting)

    def object_key(self, rows: list[Any]) -> str:
        key = str(self.rng.choice(rows).pk)
        if not self.chance(self.oddity):
            return key
        return self.rng.choice([str(self.key()), key.upper(), key.replace("-", ""), "0" + key, ""])
