"""Every kind of edit: the words for permscope, and what the application itself would do."""

from dataclasses import dataclass, field
from typing import Callable

from core.models import AccessPolicy, Domain, Group as PulpGroup, GroupRole, Role, UserRole
from datawarehouse.models import GitTree, GitTreePolicy
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from file.models import FileRemote, FileRepository
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import (
    clean_orphan_obj_perms,
    get_group_obj_perms_model,
    get_user_obj_perms_model,
)

WEB = "0f000000-0000-4000-8000-000000000001"
REPOSITORY = f"file.filerepository:{WEB}"
VIEW = "file.view_filerepository"

# Asked after every edit, of Django and of permscope.
QUESTIONS = [
    ("mira", VIEW, None),
    ("mira", VIEW, REPOSITORY),
    ("lena", VIEW, REPOSITORY),
    ("tomas", "datawarehouse.change_gittree", "datawarehouse.gittree:2"),
    (":anonymous", "file.view_fileremote", "file.fileremote:0e000000-0000-4000-8000-000000000001"),
]


@dataclass
class Case:
    name: str
    # Without the options; DB is the database.
    command: list
    django: Callable
    questions: list = field(default_factory=list)
    # SQL that both copies begin with.
    prepare: list = field(default_factory=list)
    # The exit status of the same edit once more.
    again: int = 1
    refused: bool = False
    django_refuses: bool = True
    irreversible: bool = False


class BadRequest(Exception):
    pass


def permission(name, model=None):
    app, codename = name.split(".")
    found = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return (found.filter(content_type__model=model) if model else found).get()


def user(name):
    return User.objects.get(username=name)


def group(name):
    return Group.objects.get(name=name)


def role(name):
    return Role.objects.get(name=name)


def web():
    return FileRepository.objects.get(pk=WEB)


def has_perm(name, text, target):
    """Django's answer; None where the subject or the object is not there."""
    if name == ":anonymous":
        subject = AnonymousUser()
    elif not (subject := User.objects.filter(username=name).first()):
        return None
    if target is None:
        return subject.has_perm(text)
    model, key = target.split(":", 1)
    kind = ContentType.objects.get_by_natural_key(*model.split(".")).model_class()
    found = kind.objects.filter(pk=key).first()
    return subject.has_perm(text, found) if found else None


def assign_role(name, holder, target=None, domain=None):
    """pulpcore.app.role_util.assign_role, which runs on PostgreSQL only."""
    given = role(name)
    kind = None
    if target is not None and domain is not None:
        raise BadRequest("object and domain exclude each other")
    if target is not None:
        kind = ContentType.objects.get_for_model(target, for_concrete_model=False)
        if not given.permissions.filter(content_type=kind).exists():
            raise BadRequest("the role carries no permission on this type")
    if domain is not None:
        models = [kind.model_class() for kind in ContentType.objects.filter(permission__role=given)]
        if not any(model and any(f.name == "pulp_domain" for f in model._meta.get_fields()) for model in models):
            raise BadRequest("no permission of the role is on a type with a domain")
    fields = dict(role=given, content_type=kind, object_id=str(target.pk) if target else None, domain=domain)
    if isinstance(holder, Group):
        GroupRole.objects.create(group=PulpGroup.objects.get(pk=holder.pk), **fields)
    else:
        UserRole.objects.create(user=holder, **fields)


def remove_role(name, holder, target=None, domain=None):
    """pulpcore.app.role_util.remove_role"""
    kind = ContentType.objects.get_for_model(target, for_concrete_model=False) if target else None
    fields = dict(
        role=role(name), content_type=kind, object_id=str(target.pk) if target else None, domain=domain)
    if isinstance(holder, Group):
        GroupRole.objects.filter(group_id=holder.pk, **fields).delete()
    else:
        UserRole.objects.filter(user=holder, **fields).delete()


def save(row, **values):
    """Sets fields and writes those alone."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values) + (["pulp_last_updated"] if hasattr(row, "pulp_last_updated") else []))


def create_member():
    created = User.objects.create_user(
        "nadia", "nadia@acme.example", None, first_name="Nadia", last_name="Ünal", is_staff=True)
    created.groups.add(group("release"), group("ci"))


def create_role(name, description, *names):
    created = Role.objects.create(name=name, description=description)
    created.permissions.add(*[permission(text) for text in names])


def remove_orphans():
    # guardian's cleaning ends with AttributeError at a grant of a type whose model is gone; permscope leaves such grants.
    stale = [kind.pk for kind in ContentType.objects.all() if kind.model_class() is None]
    kept = [
        (model, list(model.objects.filter(content_type__in=stale)))
        for model in (get_user_obj_perms_model(), get_group_obj_perms_model())
    ]
    for model, rows in kept:
        model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    clean_orphan_obj_perms()
    for model, rows in kept:
        model.objects.bulk_create(rows)
    for kind in (UserRole, GroupRole):
        for given in kind.objects.exclude(object_id=None):
            model = given.content_type.model_class()
            # The model of a stale type is gone, and its table with it: nobody can tell what the key was of.
            if model is None:
                continue
            if not model.objects.filter(pk=given.object_id).exists():
                given.delete()


def policy(name):
    return GitTreePolicy.objects.get(name=name)


# What STATEMENTS and FIXTURE in the words stand for: files with these texts.
STATEMENTS = [{"action": ["list"], "principal": "group:über", "effect": "allow"}]
SHIPPED = {
    "statements": [{"action": "*", "principal": "admin", "effect": "allow"}],
    "creation_hooks": [{"function": "add_roles_for_object_creator", "parameters": {"roles": "x"}}],
    "queryset_scoping": {"function": "scope_queryset"},
}
FIXTURE = [
    {"model": "auth.group", "fields": {"name": "remotes/file/git"}},
    {"model": "core.accesspolicy", "fields": {"viewset_name": "remotes/file/git", "customized": True, **SHIPPED}},
]

CASES = {
    "users": [
        Case("create a user", ["user", "create", "DB", "nadia"],
             lambda: User.objects.create_user("nadia", "", None), [("nadia", VIEW, None)], again=2),
        Case("create a user with fields and groups",
             ["user", "create", "DB", "nadia", "--email", "nadia@acme.example", "--first-name", "Nadia",
              "--last-name", "Ünal", "--staff", "--group", "release", "ci"],
             create_member, [("nadia", VIEW, None), ("nadia", "file.delete_filerepository", REPOSITORY)], again=2),
        Case("create an inactive superuser", ["user", "create", "DB", "root2", "--superuser", "--inactive"],
             lambda: User.objects.create_user("root2", "", None, is_superuser=True, is_active=False),
             [("root2", VIEW, None)], again=2),
        Case("a username that is taken", ["user", "create", "DB", "mira"],
             lambda: User.objects.create_user("mira"), refused=True),
        Case("rename a user", ["user", "edit", "DB", "mira", "--rename", "mira.okafor"],
             lambda: save(user("mira"), username="mira.okafor"), [("mira.okafor", VIEW, REPOSITORY)], again=2),
        Case("names and e-mail",
             ["user", "edit", "DB", "ravi", "--first-name", "R.", "--last-name", "山", "--email", "r@acme.example"],
             lambda: save(user("ravi"), first_name="R.", last_name="山", email="r@acme.example")),
        Case("deactivate", ["user", "edit", "DB", "mira", "--inactive", "--no-staff"],
             lambda: save(user("mira"), is_active=False, is_staff=False)),
        Case("activate and make a superuser", ["user", "edit", "DB", "oldroot", "--active", "--superuser"],
             lambda: save(user("oldroot"), is_active=True, is_superuser=True),
             [("oldroot", "auth.delete_user", None)]),
        Case("delete a user with tasks, roles and grants", ["user", "delete", "DB", "mira"],
             lambda: user("mira").delete(), again=2),
        Case("delete a user by key", ["user", "delete", "DB", "user:#10"], lambda: user("lena").delete(), again=2),
        Case("the last active superuser", ["user", "delete", "DB", "admin"], lambda: None,
             refused=True, django_refuses=False),
    ],
    "groups": [
        Case("create a group", ["group", "create", "DB", "release-qe"],
             lambda: Group.objects.create(name="release-qe"), again=2),
        Case("a group's name that is taken", ["group", "create", "DB", "ci"],
             lambda: Group.objects.create(name="ci"), refused=True),
        Case("rename a group", ["group", "edit", "DB", "ci", "--rename", "continuous"],
             lambda: save(group("ci"), name="continuous"), again=2),
        Case("delete a group with members, grants and roles", ["group", "delete", "DB", "support"],
             lambda: group("support").delete(), [("sam", "auth.view_user", None)], again=2),
        Case("delete the visitors", ["group", "delete", "DB", "visitors"], lambda: group("visitors").delete(),
             again=2),
        Case("a group that a policy names", ["group", "delete", "DB", "kernel-qe"],
             lambda: group("kernel-qe").delete(), refused=True),
        Case("add members", ["member", "add", "DB", "release", "tomas", "lena"],
             lambda: [user(name).groups.add(group("release")) for name in ("tomas", "lena")],
             [("lena", VIEW, None), ("lena", "file.delete_filerepository", REPOSITORY)]),
        Case("remove a member", ["member", "remove", "DB", "release", "mira"],
             lambda: user("mira").groups.remove(group("release")),
             [("mira", "file.change_filerepository", None)]),
        Case("whoever is not logged in joins a group", ["member", "add", "DB", "contractors", ":anonymous"],
             lambda: user("AnonymousUser").groups.add(group("contractors")),
             [(":anonymous", VIEW, "file.filerepository:0f000000-0000-4000-8000-000000000005")]),
    ],
    "grants": [
        Case("a model permission for a user", ["grant", "DB", "lena", VIEW],
             lambda: user("lena").user_permissions.add(permission(VIEW)), [("lena", VIEW, None)]),
        Case("a model permission for a group", ["grant", "DB", "group:contractors", "file.delete_filerepository"],
             lambda: group("contractors").permissions.add(permission("file.delete_filerepository")),
             [("lena", "file.delete_filerepository", None)]),
        Case("a permission that two models have",
             ["grant", "DB", "group:ci", "file.filegitremote.modify_repo_content"],
             lambda: group("ci").permissions.add(permission("file.modify_repo_content", "filegitremote")),
             [("kernelbot", "file.modify_repo_content", None)]),
        Case("an object permission for a user", ["grant", "DB", "lena", VIEW, "file.filerepository:=web"],
             lambda: assign_perm(VIEW, user("lena"), web())),
        Case("an object permission for a group, integer key",
             ["grant", "DB", "group:ci", "datawarehouse.change_gittree", "tree:linux-next"],
             lambda: assign_perm("datawarehouse.change_gittree", group("ci"), GitTree.objects.get(pk=2)),
             [("kernelbot", "datawarehouse.change_gittree", "datawarehouse.gittree:2")]),
        Case("an object permission for whoever is not logged in", ["grant", "DB", ":anonymous", VIEW, REPOSITORY],
             lambda: assign_perm(VIEW, user("AnonymousUser"), web()), [(":anonymous", VIEW, REPOSITORY)]),
        Case("an object permission of a proxy model",
             ["grant", "DB", "lena", "core.change_group", "core.group:=ci"],
             lambda: assign_perm("core.change_group", user("lena"), PulpGroup.objects.get(name="ci")),
             [("lena", "core.change_group", "core.group:5"), ("lena", "auth.change_group", "auth.group:5"),
              ("lena", "core.change_group", "core.group:4")]),
        Case("a permission of the model behind a proxy, for a group",
             ["grant", "DB", "group:ci", "auth.view_group", "core.group:=release"],
             lambda: assign_perm("auth.view_group", group("ci"), PulpGroup.objects.get(name="release")),
             [("kernelbot", "core.view_group", "core.group:3"), ("kernelbot", "core.view_group", None)]),
        Case("a permission that only the proxy has",
             ["grant", "DB", "lena", "core.manage_roles_group", "core.group:=ci"],
             lambda: assign_perm("core.manage_roles_group", user("lena"), PulpGroup.objects.get(name="ci")),
             refused=True),
        Case("revoke an object permission of a proxy model",
             ["revoke", "DB", "zoe", "core.change_group", "core.group:=contractors"],
             lambda: remove_perm("core.change_group", user("zoe"), PulpGroup.objects.get(name="contractors")),
             [("zoe", "core.change_group", "core.group:4")]),
        Case("a permission of another type", ["grant", "DB", "lena", "auth.view_user", REPOSITORY],
             lambda: assign_perm("auth.view_user", user("lena"), web()), refused=True),
        Case("revoke a user's model permission", ["revoke", "DB", "mira", VIEW],
             lambda: user("mira").user_permissions.remove(permission(VIEW))),
        Case("revoke a group's model permission", ["revoke", "DB", "group:release", VIEW],
             lambda: group("release").permissions.remove(permission(VIEW)), [("ines", VIEW, None)]),
        Case("revoke a user's object permission", ["revoke", "DB", "mira", VIEW, REPOSITORY],
             lambda: remove_perm(VIEW, user("mira"), web())),
        Case("revoke a group's object permission",
             ["revoke", "DB", "group:release", "file.delete_filerepository", REPOSITORY],
             lambda: remove_perm("file.delete_filerepository", group("release"), web()),
             [("ines", "file.delete_filerepository", REPOSITORY)]),
    ],
    "roles": [
        Case("create a role", ["role", "create", "DB", "acme.new"], lambda: create_role("acme.new", None), again=2),
        Case("create a role with permissions",
             ["role", "create", "DB", "acme.new", "--description", "Looks", "--permission", VIEW,
              "file.view_fileremote"],
             lambda: create_role("acme.new", "Looks", VIEW, "file.view_fileremote"), again=2),
        Case("rename and describe a role",
             ["role", "edit", "DB", "acme.empty", "--rename", "acme.nothing", "--description", "Nothing at all"],
             lambda: save(role("acme.empty"), name="acme.nothing", description="Nothing at all"), again=2),
        Case("delete a role with assignments", ["role", "delete", "DB", "acme.syncer"],
             lambda: role("acme.syncer").delete(), again=2),
        Case("a locked role", ["role", "delete", "DB", "file.filerepository_owner"], lambda: None,
             refused=True, django_refuses=False),
        Case("permit", ["role", "permit", "DB", "acme.empty", VIEW, "file.view_fileremote"],
             lambda: role("acme.empty").permissions.add(permission(VIEW), permission("file.view_fileremote"))),
        Case("forbid", ["role", "forbid", "DB", "acme.auditor", "file.view_fileremote"],
             lambda: role("acme.auditor").permissions.remove(permission("file.view_fileremote"))),
        Case("assign everywhere to a user", ["role", "assign", "DB", "acme.auditor", "zoe"],
             lambda: assign_role("acme.auditor", user("zoe"))),
        Case("assign on a domain to a group",
             ["role", "assign", "DB", "acme.auditor", "group:ci", "domain:partner"],
             lambda: assign_role("acme.auditor", group("ci"), domain=Domain.objects.get(name="partner"))),
        Case("assign on an object", ["role", "assign", "DB", "acme.auditor", "zoe", "file.filerepository:=web"],
             lambda: assign_role("acme.auditor", user("zoe"), web())),
        Case("assign on a domain as an object",
             ["role", "assign", "DB", "core.domain_owner", "zoe", "core.domain:=partner"],
             lambda: assign_role("core.domain_owner", user("zoe"), Domain.objects.get(name="partner"))),
        Case("assign on a group, a proxy model",
             ["role", "assign", "DB", "core.group_owner", "group:release", "core.group:=ci"],
             lambda: assign_role("core.group_owner", group("release"), PulpGroup.objects.get(name="ci"))),
        Case("no permission on this type", ["role", "assign", "DB", "file.fileremote_owner", "zoe", REPOSITORY],
             lambda: assign_role("file.fileremote_owner", user("zoe"), web()), refused=True),
        Case("no permission on a type with a domain",
             ["role", "assign", "DB", "acme.people-viewer", "zoe", "domain:default"],
             lambda: assign_role("acme.people-viewer", user("zoe"), domain=Domain.objects.get(name="default")),
             refused=True),
        Case("unassign what was assigned twice",
             ["role", "unassign", "DB", "acme.syncer", "ines", "file.filerepository:=kernel-builds"],
             lambda: remove_role("acme.syncer", user("ines"), FileRepository.objects.get(name="kernel-builds"))),
        Case("unassign from a domain",
             ["role", "unassign", "DB", "file.filerepository_viewer", "group:contractors", "domain:partner"],
             lambda: remove_role("file.filerepository_viewer", group("contractors"),
                                 domain=Domain.objects.get(name="partner"))),
        Case("unassign everywhere", ["role", "unassign", "DB", "file.filerepository_owner", "tomas"],
             lambda: remove_role("file.filerepository_owner", user("tomas"))),
    ],
    "trees": [
        Case("create a private tree", ["tree", "create", "DB", "linux-rt"],
             lambda: GitTree.objects.create(name="linux-rt"), again=2),
        Case("create a tree with a policy", ["tree", "create", "DB", "linux-rt", "--policy", "upstream"],
             lambda: GitTree.objects.create(name="linux-rt", policy=policy("upstream")), again=2),
        Case("rename a tree", ["tree", "rename", "DB", "linux-2.6", "linux-historic"],
             lambda: save(GitTree.objects.get(name="linux-2.6"), name="linux-historic"), again=2),
        Case("delete a tree", ["tree", "delete", "DB", "drm-tip"],
             lambda: GitTree.objects.get(name="drm-tip").delete(), again=2),
        Case("another policy", ["tree", "set-policy", "DB", "linux-next", "embargo"],
             lambda: save(GitTree.objects.get(name="linux-next"), policy=policy("embargo"))),
        Case("no policy", ["tree", "set-policy", "DB", "linux-next", ":none"],
             lambda: save(GitTree.objects.get(name="linux-next"), policy=None)),
        Case("create a policy", ["policy", "create", "DB", "lab", "--read", ":anyone", "--write", "ci"],
             lambda: GitTreePolicy.objects.create(name="lab", write_group=group("ci")), again=2),
        Case("rename a policy", ["policy", "rename", "DB", "draft", "contractors"],
             lambda: save(policy("draft"), name="contractors"), again=2),
        Case("delete a policy", ["policy", "delete", "DB", "draft"], lambda: policy("draft").delete(), again=2),
        Case("a policy that trees have", ["policy", "delete", "DB", "upstream"],
             lambda: policy("upstream").delete(), refused=True),
        Case("the read group", ["policy", "set-read", "DB", "upstream", "release"],
             lambda: save(policy("upstream"), read_group=group("release"))),
        Case("open the writing to anyone", ["policy", "set-write", "DB", "upstream", ":anyone"],
             lambda: save(policy("upstream"), write_group=None)),
    ],
    "permissions": [
        Case("create a permission",
             ["permission", "create", "DB", "datawarehouse.gittree", "archive_gittree", "--name", "Can archive"],
             lambda: Permission.objects.create(
                 content_type=ContentType.objects.get_by_natural_key("datawarehouse", "gittree"),
                 codename="archive_gittree", name="Can archive"),
             [("admin", "datawarehouse.archive_gittree", None)], again=2),
        Case("create the four that a type lacks", ["permission", "create", "DB", "shop.widget", "--defaults"],
             lambda: [Permission.objects.create(
                 content_type=ContentType.objects.get_by_natural_key("shop", "widget"), codename=f"{word}_widget",
                 name=f"Can {word} widget") for word in ("add", "change", "delete", "view")],
             prepare=["INSERT INTO django_content_type (app_label, model) VALUES ('shop', 'widget')"]),
        Case("delete a permission with its grants",
             ["permission", "delete", "DB", "file.filerepository", "modify_repo_content"],
             lambda: permission("file.modify_repo_content", "filerepository").delete(), again=2),
        Case("delete a permission that a role and an object have",
             ["permission", "delete", "DB", "file.filegitremote", "modify_repo_content"],
             lambda: permission("file.modify_repo_content", "filegitremote").delete(), again=2,
             prepare=["INSERT INTO core_role_permissions (role_id, permission_id)"
                      " VALUES ('0a00000000004000800000000000000c', 114)"]),
        Case("delete a permission that a locked role has",
             ["permission", "delete", "DB", "file.filerepository", "delete_filerepository"], lambda: None,
             refused=True, django_refuses=False),
    ],
    "endpoints": [
        Case("create an access policy",
             ["endpoint", "create", "DB", "exporters/core/pulp", "--statements", "STATEMENTS"],
             lambda: AccessPolicy.objects.create(
                 viewset_name="exporters/core/pulp", customized=True, statements=STATEMENTS), again=2),
        Case("replace statements", ["endpoint", "set", "DB", "groups", "--statements", "STATEMENTS"],
             lambda: save(AccessPolicy.objects.get(viewset_name="groups"), customized=True,
                          statements=STATEMENTS)),
        Case("no scoping", ["endpoint", "set", "DB", "groups", "--queryset-scoping", "null"],
             lambda: save(AccessPolicy.objects.get(viewset_name="groups"), queryset_scoping=None, customized=True)),
        Case("delete an access policy", ["endpoint", "delete", "DB", "domains"],
             lambda: AccessPolicy.objects.get(viewset_name="domains").delete(), again=2),
        Case("reset from a fixture", ["endpoint", "reset", "DB", "remotes/file/git", "--from", "FIXTURE"],
             lambda: save(AccessPolicy.objects.get(viewset_name="remotes/file/git"), customized=False,
                          **SHIPPED)),
    ],
    "sessions": [
        Case("end a session", ["session", "end", "DB", "demomira"],
             lambda: Session.objects.filter(session_key__startswith="demomira").delete(), again=2,
             irreversible=True),
        Case("end the sessions of a user", ["session", "end", "DB", "--user", "tomas"],
             lambda: Session.objects.filter(session_key__startswith="demotomas").delete(), irreversible=True),
    ],
    "orphans": [
        Case("clean orphans", ["clean-orphans", "DB"], remove_orphans),
    ],
}

