"""Random questions about an organisation, by kind, as `permscope batch` takes them."""

from collections.abc import Callable
from random import Random

from ..organisation import Organisation
from ..values import Query
from . import access_policies, guardian, guardian_lists, model, tasks, trees, user

Maker = Callable[[Random, Organisation], Query]

MAKERS: dict[str, Maker] = {
    **model.MAKERS,
    **user.MAKERS,
    **guardian.MAKERS,
    **guardian_lists.MAKERS,
    **trees.MAKERS,
    **tasks.MAKERS,
    **access_policies.MAKERS,
    "session.list": lambda rng, organisation: {},
}
