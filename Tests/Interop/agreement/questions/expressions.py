"""Random condition expressions: proper ones, and texts that drf-access-policy's parser takes in ways of its own."""

from random import Random

# Not nested deeper: the parser of drf-access-policy takes exponentially long.
DEEPEST = 3

ODD = [
    "", " ", "not", "not not", "and", "or", "a and", "is_happy and", "and is_happy", "is_happy or is_owner)",
    "(is_happy",
    "()", "(is_happy or is_owner", "((is_happy))", "is_happy is_owner", "is_happy AND is_weekend", "NOT is_happy",
    "Not is_happy", "is_happy Or is_weekend", "note", "notis_happy", "not(is_happy)", "not note", "is_happy and note",
    "android", "android and is_happy", "is_happy orandroid", "is_happy oris_owner", "is_happyand is_owner",
    "order_ok",
    "notorious", "nothing or is_happy", "True", "False", "True and is_happy", "TrueFalse", "is_happy and is-owner",
    "is_happy,is_owner", "is_happy & is_owner", "!is_happy", "is_happy\tand\nis_owner", "\u00a0is_happy",
    "is_happy\u00a0and no",
    "é or is_happy", "is_happy é", "has_tag:red and has_tag:a.b", "has_tag", "has_tag:", ":red", "role_in:x:y",
    "no_such_condition", "is_happy or no_such_condition", "no_such_condition and is_happy", "not no_such_condition",
    "has_model_perms:file.view_filerepository or is_happy", "has_model_perms:", "is_happy*", "*", ".", "0",
    "is_happy#",
    "x" * 256, "x" * 257, "not is_happy is_owner", "is_happy not is_owner", "(is_happy) (is_owner)",
    "(is_happy or) is_owner",
    "is_happy and and is_owner", "not (not (not is_happy))", "(not is_happy", "not )", "id",
    "statements",
]  # fmt: skip


def expression(rng: Random, operands: list[str]) -> str:
    """A text for `condition_expression`; now and then a proper one with a character too many or too few."""
    draw = rng.random()
    if draw < 0.25:
        return rng.choice(ODD)
    text = compound(rng, operands, DEEPEST)
    if draw < 0.35:
        place = rng.randrange(len(text) + 1)
        return text[:place] + text[place + 1 :]
    if draw < 0.45:
        place = rng.randrange(len(text) + 1)
        return text[:place] + rng.choice("()() -,nN:.\t") + text[place:]
    return text


def compound(rng: Random, operands: list[str], depth: int) -> str:
    """`not`, `and` and `or` with and without parentheses."""
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(operands)
    draw = rng.random()
    if draw < 0.25:
        return "not " + compound(rng, operands, depth - 1)
    if draw < 0.5:
        return f"({compound(rng, operands, depth - 1)})"
    word = rng.choice([" and ", " or "])
    return word.join(compound(rng, operands, depth - 1) for _ in range(rng.choice([2, 2, 3])))
