"""The other side: `permscope batch` on a database."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .values import Answer, Query, shown

ROOT = Path(__file__).resolve().parents[3]


# Questions that are no kind of a batch, but a command of their own, with the name of the list in its JSON.
COMMANDS = {"session.list": (["session", "list"], "sessions")}


# Seconds after which the questions of a round are as good as never answered.
PATIENCE = 300


class ProgramFailed(Exception):
    """permscope ended, or wrote what is no reply."""


@dataclass(frozen=True)
class Reply:
    """One line of a batch: an answer, or a sentence that says why the line was not understood."""

    answer: Answer = None
    refusal: str | None = None

    def __str__(self) -> str:
        return self.refusal or shown(self.answer)


def binary() -> Path:
    """The program under test; `PERMSCOPE_BINARY` names another one, as for the end-to-end tests."""
    return Path(os.environ.get("PERMSCOPE_BINARY") or ROOT / ".build/debug/permscope")


class Batch:
    """One run of `permscope batch`, which reads and answers while the real packages do the same."""

    def __init__(self, database: Path, queries: list[Query]) -> None:
        self._database = database
        self._queries = queries
        self._numbers = [number for number, query in enumerate(queries) if query["kind"] not in COMMANDS]
        self._complaint = tempfile.TemporaryFile()
        self._output = tempfile.TemporaryFile()
        with tempfile.TemporaryFile() as questions:
            for number in self._numbers:
                # Code points beyond ASCII go as they are: the program has to read UTF-8.
                line = json.dumps({"id": number, "query": queries[number]}, ensure_ascii=False)
                questions.write(line.encode() + b"\n")
            questions.seek(0)
            self._process = subprocess.Popen(
                [binary(), "batch", database], stdin=questions, stdout=self._output, stderr=self._complaint
            )

    def replies(self) -> list[Reply]:
        """Waits for the program.

        Raises `ProgramFailed` where it failed, hangs, or left questions without a reply.
        """
        try:
            status = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        output, complaint = (self._text(file) for file in (self._output, self._complaint))
        # Not `splitlines`, which also ends lines at characters that names may have.
        lines = output.removesuffix("\n").split("\n") if output else []
        if status != 0 or len(lines) != len(self._numbers):
            unanswered = [self._queries[number] for number in self._numbers[len(lines) :][:1]]
            raise ProgramFailed(f"permscope batch ended with {status} at {unanswered}: {complaint}")
        replies = {number: self._reply(number, line) for number, line in zip(self._numbers, lines, strict=True)}
        for number, query in enumerate(self._queries):
            if number not in replies:
                replies[number] = self._command(*COMMANDS[query["kind"]])
        return [replies[number] for number in range(len(self._queries))]

    def _command(self, words: list[str], name: str) -> Reply:
        run = subprocess.run([binary(), *words, self._database, "--json"], capture_output=True)
        # An exit status of 1 is a list with nothing in it.
        if run.returncode not in (0, 1):
            raise ProgramFailed(f"permscope {' '.join(words)} ended with {run.returncode}: {run.stderr.decode()}")
        return Reply(answer=json.loads(run.stdout)[name])

    @staticmethod
    def _text(file: BinaryIO) -> str:
        with file:
            file.seek(0)
            return file.read().decode()

    @staticmethod
    def _reply(number: int, line: str) -> Reply:
        fields = json.loads(line)
        if fields["id"] != number:
            raise ProgramFailed(f"permscope batch gave id {fields['id']} for question {number}")
        return Reply(refusal=fields["error"]) if "error" in fields else Reply(answer=fields["answer"])
