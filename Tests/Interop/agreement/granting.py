"""django-guardian's grants on objects: rows of its generic tables and of direct permission models."""

from random import Random

from depot.models import Box, BoxUserPermission, Shelf, ShelfGroupPermission, ShelfUserPermission
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from guardian.models import GroupObjectPermission, UserObjectPermission

from . import keys
from .organisation import TYPES, Grant

# The key and the name of whoever gets a grant.
Holder = tuple[int, str]


class Granting:
    """Gives users and groups grants, a part of them (`oddity`) under keys that only look like one."""

    def __init__(
        self, rng: Random, oddity: float, objects: dict[str, list[str]], permissions: list[Permission]
    ) -> None:
        self._rng = rng
        self._oddity = oddity
        self._objects = objects
        self._permissions = permissions
        self._kinds = {f"{t.app_label}.{t.model}": t for t in ContentType.objects.order_by("pk")}

    def to_users(self, users: list[User]) -> list[Grant]:
        holders = [(user.pk, user.username) for user in users]
        return [
            *self._generic(UserObjectPermission, "user_id", holders),
            *self._direct(ShelfUserPermission, "user_id", holders, Shelf),
            *self._direct(BoxUserPermission, "user_id", holders, Box),
        ]

    def to_groups(self, groups: list[Group]) -> list[Grant]:
        holders = [(group.pk, group.name) for group in groups]
        return [
            *self._generic(GroupObjectPermission, "group_id", holders),
            *self._direct(ShelfGroupPermission, "group_id", holders, Shelf),
        ]

    def _generic(self, model: type[Model], column: str, holders: list[Holder]) -> list[Grant]:
        """Rows on objects, on objects that are gone, on what is no key at all."""
        rows: dict[tuple[int, int, str], Model] = {}
        noted: list[Grant] = []
        for _ in range(self._rng.randint(0, 6 * len(holders))):
            (holder, name), kind = self._rng.choice(holders), self._rng.choice(TYPES)
            key = keys.stored(self._rng, kind, self._objects[kind], self._oddity)
            permission = self._permission(kind)
            rows[holder, permission.pk, key] = model(
                **{column: holder}, permission=permission, content_type=self._kinds[kind], object_pk=key
            )
            noted.append((name, self._name(permission), kind, key))
        model._default_manager.bulk_create(rows.values())
        return noted

    def _direct(self, model: type[Model], column: str, holders: list[Holder], target: type[Model]) -> list[Grant]:
        """Rows of a direct permission model, which SQLite lets be on nothing but objects."""
        kind = target._meta.label_lower
        objects = list(target._default_manager.order_by("pk"))
        rows: dict[tuple[int, int, int], Model] = {}
        noted: list[Grant] = []
        for _ in range(self._rng.randint(0, 2 * len(holders)) if objects else 0):
            (holder, name), thing = self._rng.choice(holders), self._rng.choice(objects)
            permission = self._rng.choice(self._fitting(kind))
            rows[holder, thing.pk, permission.pk] = model(
                **{column: holder}, permission=permission, content_object=thing
            )
            noted.append((name, self._name(permission), kind, str(thing.pk)))
        model._default_manager.bulk_create(rows.values())
        return noted

    def _permission(self, kind: str) -> Permission:
        """Seldom one of another type: guardian refuses to write that, other hands do not."""
        is_odd = self._rng.random() < self._oddity / 8
        return self._rng.choice(self._permissions if is_odd else self._fitting(kind))

    def _fitting(self, kind: str) -> list[Permission]:
        return [one for one in self._permissions if one.content_type_id == self._kinds[kind].pk]

    @staticmethod
    def _name(permission: Permission) -> str:
        return f"{permission.content_type.app_label}.{permission.codename}"
