"""Git trees. No package has their rule, so it is written down here, over Django's ORM and as plainly as can be.

No policy: nobody. No group for the method: anybody, logged in or not. Else the group's members, inactive ones too; the
bypass, where it is on, lets active superusers do everything.
"""

from datawarehouse.models import GitTree
from django.contrib.auth.models import AnonymousUser, User

from ..values import Answer, Query
from .common import names, user


def allows(who: User | AnonymousUser, tree: GitTree, method: str, bypass: bool = False) -> bool:
    if bypass and who.is_active and who.is_superuser:
        return True
    if tree.policy is None:
        return False
    group = tree.policy.read_group_id if method == "read" else tree.policy.write_group_id
    return group is None or any(own.pk == group for own in who.groups.all())


def open_to(who: User, method: str) -> set[int]:
    """The keys of the trees that a login of a user would write into the session."""
    return {tree.pk for tree in GitTree.objects.select_related("policy") if allows(who, tree, method)}


def asked(query: Query) -> tuple[str, bool]:
    return query["method"], query["superuser_bypass"]


def check(query: Query) -> Answer:
    return allows(user(query["user"]), GitTree.objects.get(name=query["tree"]), *asked(query))


def listed(query: Query) -> Answer:
    who = user(query["user"])
    return names(tree for tree in GitTree.objects.select_related("policy") if allows(who, tree, *asked(query)))


def who(query: Query) -> Answer:
    tree = GitTree.objects.get(name=query["tree"])
    everybody = User.objects.prefetch_related("groups")
    return {
        "anonymous": allows(AnonymousUser(), tree, *asked(query)),
        "users": names(one for one in everybody if allows(one, tree, *asked(query))),
    }


ANSWERS = {"tree.check": check, "tree.list": listed, "tree.who": who}
