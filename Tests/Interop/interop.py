"""Asks the real packages and permscope the same random questions, and fails on the first difference.

Usage: interop.py [--seed N] [--questions N]        random organisations; without a seed a fresh one
       interop.py [--part P] --recorded FILE DB     whether the real packages still answer what was recorded

Exit status 1 where an answer differs, with a case as small as could be found. Leaves no files behind.
"""

import argparse
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from agreement import databases, recorded, report
from agreement.comparison import compare
from agreement.parts import PARTS, Part
from agreement.shrinking import Shrinker

# Kinds that permscope does not answer yet. It has to be empty before a release.
UNANSWERED: frozenset[str] = frozenset()

# Questions about one organisation.
ROUND = 250


def run(part: Part, seed: int, questions: int, folder: Path) -> bool:
    """Asks `questions` questions about random organisations; whether both sides agreed on all of them."""
    template = folder / "template.sqlite3"
    part.start(template)
    part.migrate()
    subject = part.load()
    if left_out := sorted(subject.makers.keys() & UNANSWERED):
        print(f"{part.name}: permscope does not answer {', '.join(left_out)} yet", flush=True)
        if len(left_out) == len(subject.makers):
            return True
    tally = report.Tally()
    for number, start in enumerate(range(0, questions, ROUND), 1):
        # Text, because it gives the same numbers everywhere.
        rng = Random(f"{part.name} {seed} {number}")
        database = folder / f"round-{number}.sqlite3"
        databases.copy(template, database)
        databases.use(database)
        organisation = subject.build(rng)
        queries = [subject.question(rng, organisation, UNANSWERED) for _ in range(min(ROUND, questions - start))]
        answers, differences = compare(database, queries, subject.answer)
        tally.add(queries, answers)
        print(f"{part.name} {number}: {report.families(queries)}; differences {len(differences)}", flush=True)
        if differences:
            smallest, first = Shrinker(template, folder, subject.answer).shrink(database, differences[0])
            print(report.difference(first, smallest, template))
            return False
        databases.use(template)
        database.unlink()
    print(tally.table(), flush=True)
    return True


def run_recorded(part: Part, file: Path, database: Path, folder: Path) -> bool:
    """Asks the real packages what was recorded; whether they answer the same."""
    copied = folder / "recorded.sqlite3"
    part.start(copied)
    part.restore(database, copied)
    return recorded.check(file, part.load())


def all_parts(seed: int, questions: int) -> int:
    """Runs the parts side by side, each in a process of its own: Django can be set up only once in one.

    Returns the exit status of the first that failed; the other one then ends as well.
    """
    print(f"SEED={seed} QUESTIONS={questions}", flush=True)
    processes = []
    for part in PARTS.values():
        share = str(-(-questions * part.share // sum(other.share for other in PARTS.values())))
        command = [sys.executable, __file__, "--part", part.name, "--seed", str(seed), "--questions", share]
        processes.append(subprocess.Popen(command))
    while processes:
        time.sleep(0.1)
        for process in [process for process in processes if process.poll() is not None]:
            processes.remove(process)
            if process.returncode != 0:
                for other in processes:
                    # An interrupt lets it take its files away.
                    other.send_signal(signal.SIGINT)
                    other.wait()
                print(f"again      make interop SEED={seed} QUESTIONS={questions}")
                return process.returncode
    print("permscope gave the real answer to every question asked")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, help="a number that makes the run the same each time")
    parser.add_argument("--questions", type=int, default=20_000, help="how many questions are asked")
    parser.add_argument("--part", choices=PARTS, help="ask about one group of packages only")
    parser.add_argument("--recorded", nargs=2, type=Path, metavar=("FILE", "DB"))
    options = parser.parse_args()
    seed = secrets.randbelow(1_000_000_000) if options.seed is None else options.seed
    if options.part is None and options.recorded is None:
        return all_parts(seed, options.questions)
    with tempfile.TemporaryDirectory(prefix="permscope-interop-") as name:
        folder = Path(name)
        if options.recorded is None:
            agreed = run(PARTS[options.part], seed, options.questions, folder)
        else:
            questions, database = options.recorded
            agreed = run_recorded(PARTS[options.part or "django"], questions, database, folder)
        # The folder goes with its databases: none may be open.
        databases.close()
    return 0 if agreed else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
