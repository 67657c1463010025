"""Objects of every type that grants may be on."""

from random import Random
from uuid import UUID

from datawarehouse.models import GitTree, GitTreePolicy
from depot.models import Box, Label, Shelf
from django.contrib.auth.models import Group, User
from django.db.models import Model
from plain_file.models import FileRemote, FileRepository
from user_tasks.models import UserTaskArtifact, UserTaskStatus

from . import names


def fresh(rng: Random, model: type[Model], most: int) -> int:
    """A key that no row has, with gaps around it, so that a key is not the number of a row."""
    taken = set(model._default_manager.values_list("pk", flat=True))
    return rng.choice([key for key in range(1, most + 30) if key not in taken])


def make(rng: Random, users: list[User], groups: list[Group]) -> None:
    """Objects of every type that grants may be on."""
    for number in range(rng.randint(0, 6)):
        FileRepository.objects.create(pk=fresh(rng, FileRepository, 15), name=f"repository {number}")
        key = UUID(int=rng.getrandbits(128), version=4)
        FileRemote.objects.create(pk=key, name=f"remote {number}", url="https://example.org/")
    for model in (Shelf, Box):
        for number in range(rng.randint(0, 5)):
            model.objects.create(pk=fresh(rng, model, 12), name=f"thing {number}")
    for code in names.some(rng, names.LABELS, 5):
        Label.objects.create(code=code)
    trees(rng, groups)
    tasks(rng, users)


def trees(rng: Random, groups: list[Group]) -> None:
    policies = [
        GitTreePolicy.objects.create(
            name=f"policy {number}",
            read_group=rng.choice([None, *groups]),
            write_group=rng.choice([None, *groups, *groups]),
        )
        for number in range(rng.randint(0, 4))
    ]
    for name in names.some(rng, names.TREES, 8):
        GitTree.objects.create(name=name, policy=rng.choice([None, *policies, *policies]))


def tasks(rng: Random, users: list[User]) -> None:
    for number in range(rng.randint(0, 8)):
        status = UserTaskStatus.objects.create(
            pk=fresh(rng, UserTaskStatus, 12),
            user=rng.choice(users),
            uuid=UUID(int=rng.getrandbits(128), version=4),
            task_id=f"task {number}",
            task_class="interop.Task",
            name="Task",
            total_steps=1,
        )
        for _ in range(rng.choice([0, 1, 2])):
            key = UUID(int=rng.getrandbits(128), version=4)
            UserTaskArtifact.objects.create(pk=fresh(rng, UserTaskArtifact, 12), status=status, uuid=key, text="done")
