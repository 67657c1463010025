"""Whether the real packages, asked by this suite, answer what others recorded of them."""

import json
from collections import Counter
from pathlib import Path

from .parts import Subject
from .values import canonical


def check(file: Path, subject: Subject) -> bool:
    """Asks every recorded question anew and prints each answer that differs, and a table."""
    same: Counter[str] = Counter()
    different: Counter[str] = Counter()
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            query = entry["query"]
            kind = query["kind"]
            answer = subject.answer(query) if kind in subject.kinds else "no such kind"
            if canonical(answer) == canonical(entry["answer"]):
                same[kind] += 1
                continue
            different[kind] += 1
            print(json.dumps({**entry, "now": answer}, ensure_ascii=False))
    for kind in sorted(same | different):
        print(f"{kind:40}{same[kind]:8} same{different[kind]:8} different")
    return bool(same) and not different
