"""Names that a program confuses where it compares text in any way but byte by byte.

None has a NUL: Django's forms and PostgreSQL refuse it.
"""

from random import Random

NFC, NFD = "jos\u00e9", "jose\u0301"

USERNAMES = [
    "mira", "Mira", "MIRA", "mira ", " mira", NFC, NFD, "太郎.山田", "ольга", "דנה", "çağla", "o'brien", 'a"b', "50%",
    "a_b", "a*b", "straße", "STRASSE", "strasse", "İ", "i̇", "I", "ﬁ", "fi", "👩‍💻", "#5", "user:mira", ":anonymous",
    "anonymoususer", "AnonymousUser ", "1", "01", "null", "tab\there", "line\u2028separator", "zero\u200bwidth", "Ω",
    "\u2126", "Å", "A\u030a", "\ufeffbom", "bom", "\ufffd", "\U0010ffff", "e\u0301\u0301", "\r\n", "\n", "x" * 149,
    "x" * 150,
]  # fmt: skip
GROUPS = [
    "ops", "Ops", "ops ", "Équipe réseau", "E\u0301quipe re\u0301seau", "研发-基础设施", "data & insights",
    "it's legal", 'the "core" group', "contractors 100%", "Security: red team", "a:b:c", "*", "admin", "group:ops",
    "SRE (on-call)", "",
]  # fmt: skip
TREES = ["linux", "Linux", "linux ", "net-next/1", NFC, NFD, "50%", "a'b", "研发", "drm tip", "."]
LABELS = ["red", "Red", "red ", NFC, NFD, "7", "007", "a/b", "'", "%", "👩‍💻"]

# Rows of auth_permission that no model's Meta lists: data migrations and hands make such.
CODENAMES = ["Change_shelf", "view shelf", "a.b", "read", "write", "", NFC, NFD, "change_shelf ", "audit", "view_box"]


def some(rng: Random, pool: list[str], most: int) -> list[str]:
    """At least one name, at most `most`. The first ones, which have twins, come up in every second draw."""
    start = pool[: most // 2 + 1] if rng.random() < 0.5 else []
    rest = rng.sample(pool, min(len(pool), rng.randint(1, most)))
    return list(dict.fromkeys(start + rest))[:most]
