"""What a random organisation has, for making questions about it."""

from dataclasses import dataclass, field
from random import Random

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
