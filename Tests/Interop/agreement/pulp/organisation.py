"""What a random Pulp has, for making questions about it."""

from dataclasses import dataclass

# Types of the file plugin, with what the rows of each need.
PLUGIN_TYPES = {
    "file.filerepository": {},
    "file.fileremote": {"url": "https://example.org/PULP_MANIFEST"},
    "file.filegitremote": {"url": "https://example.org/repository.git"},
    "file.filedistribution": {},
}
TYPES = [*PLUGIN_TYPES, "core.domain", "core.group", "auth.user"]
PULP_TYPES = ["file.filepublication", "file.filealternatecontentsource", "core.task", "core.role", "core.accesspolicy"]

# (holder, permissions of the role, type, key; key and type are empty for a role that is held in general or on a domain)
Held = tuple[str, list[str], str | None, str | None]


@dataclass
class Organisation:
    """What questions are made from: names and keys that are there."""

    users: list[str]
    groups: list[str]
    domains: list[str]
    roles: list[str]
    # By type: keys as text, `app.codename`s.
    objects: dict[str, list[str]]
    permissions: dict[str, list[str]]
    # Where each object with a domain is.
    domain_of: dict[str, str]
    # What users and groups hold through roles, so that some questions meet a yes.
    user_roles: list[Held]
    group_roles: list[Held]
