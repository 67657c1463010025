"""Questions about git trees."""

from random import Random

from ..organisation import Organisation
from ..values import Query
from .common import UNKNOWN_NAMES, user


def method(rng: Random) -> Query:
    return {"method": rng.choice(["read", "write"]), "superuser_bypass": rng.random() < 0.25}


def tree(rng: Random, organisation: Organisation) -> Query:
    return {"tree": rng.choice(UNKNOWN_NAMES if rng.random() < 0.03 else organisation.trees)}


def check(rng: Random, organisation: Organisation) -> Query:
    return {"user": user(rng, organisation), **tree(rng, organisation), **method(rng)}


def listed(rng: Random, organisation: Organisation) -> Query:
    return {"user": user(rng, organisation), **method(rng)}


def who(rng: Random, organisation: Organisation) -> Query:
    return {**tree(rng, organisation), **method(rng)}


MAKERS = {"tree.check": check, "tree.list": listed, "tree.who": who}
