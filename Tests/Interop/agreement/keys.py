"""Keys of objects as text: those that are there, those that are not, and spellings that only look like one."""

from random import Random
from uuid import UUID

# `int()` of Python takes some of these, SQLite's comparison others, a comparison of text none.
ODD_INTEGERS = ["0{}", "00{}", " {}", "{} ", "{}.0", "+{}", "{}e0", "-{}", "{}_0", "0x{}"]
NO_INTEGERS = ["", "abc", "9223372036854775808", "٧"]
TEXT_KEYS = {"depot.label"}
UUID_KEYS = {"file.fileremote"}


def absent(rng: Random, kind: str) -> str:
    """A key of the right form that no object has."""
    if kind in UUID_KEYS:
        return str(UUID(int=rng.getrandbits(128), version=4))
    return rng.choice(["0", "99", "404", "2147483648"])


def asked(rng: Random, kind: str, there: list[str]) -> str:
    """The key of an object that a question names, as `str` of a primary key gives it."""
    return rng.choice(there) if there and rng.random() < 0.9 else absent(rng, kind)


def stored(rng: Random, kind: str, there: list[str], oddity: float) -> str:
    """The `object_pk` of a grant."""
    if rng.random() >= oddity:
        return rng.choice(there) if there and rng.random() < 0.93 else absent(rng, kind)
    key = rng.choice(there) if there else absent(rng, kind)
    if kind in TEXT_KEYS:
        return rng.choice([key.upper(), key + " ", " " + key, "0" + key])
    if kind in UUID_KEYS:
        return rng.choice([key.upper(), key.replace("-", ""), "{" + key + "}", "urn:uuid:" + key, key[:-1], ""])
    return rng.choice(ODD_INTEGERS).format(key) if rng.random() < 0.8 else rng.choice(NO_INTEGERS)
