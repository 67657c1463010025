"""Git trees. No package has their rule, so it is written down here, over Django's ORM and as plainly as can be.

No policy: nobody. No group for the method: anybody, logged in or not. Else the group's members, inactive ones too; the
bypass, where it is on, lets active superusers do everything.
"""

from datawarehouse.models import GitTree
from django.contrib.auth.models import AnonymousUser, User

from ..values import Answer, Query
from .common import names, user


def allows(who: User | AnonymousUser, tree: GitTree, query: Query) -> bool:
    if query["superuser_bypass"] and who.is_active and who.is_superuser:
        return True
    if tree.policy is None:
        return False
    group = tree.policy.read_group if query["method"] == "read" else tree.policy.write_group
    return group is None or who.groups.filter(pk=group.pk).exists()


def check(query: Query) -> Answer:
    return allows(user(query["user"]), GitTree.objects.get(name=query["tree"]), query)


def listed(query: Query) -> Answer:
    who = user(query["user"])
    return names(tree for tree in GitTree.objects.select_related("policy") if allows(who, tree, query))


def who(query: Query) -> Answer:
    tree = GitTree.objects.get(name=query["tree"])
    everybody = User.objects.all()
    return {
        "anonymous": allows(AnonymousUser(), tree, query),
        "users": names(one for one in everybody if allows(one, tree, query)),
    }


ANSWERS = {"tree.check": check, "tree.list": listed, "tree.who": who}
