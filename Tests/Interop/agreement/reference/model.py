"""Django: `ModelBackend` and `UserManager.with_perm`."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User

from ..values import Answer, Query
from .common import BACKENDS, names, thing, user


def with_perm(query: Query) -> Answer:
    found = User.objects.with_perm(
        query["perm"],
        is_active=query["is_active"],
        include_superusers=query["include_superusers"],
        backend=BACKENDS["model"],
        obj=thing(query["obj"]),
    )
    return names(found)


ANSWERS = {
    "model.has_perm": lambda query: ModelBackend().has_perm(user(query["user"]), query["perm"]),
    "model.has_module_perms": lambda query: ModelBackend().has_module_perms(user(query["user"]), query["app"]),
    "model.all_permissions": lambda query: sorted(ModelBackend().get_all_permissions(user(query["user"]))),
    "model.group_permissions": lambda query: sorted(ModelBackend().get_group_permissions(user(query["user"]))),
    "model.user_permissions": lambda query: sorted(ModelBackend().get_user_permissions(user(query["user"]))),
    "model.with_perm": with_perm,
}
