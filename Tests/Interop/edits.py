"""Makes every kind of edit twice: by permscope on one copy of a database, by the real Django on another.

Usage: edits.py PERMSCOPE DB FOLDER AREA
  DB      the sample organisation; it is copied, never written
  FOLDER  where the copies go
  AREA    which edits of edit_cases.py

Afterwards all rows of all tables have to be the same, but for permscope's own tables and for what is random or the
time of day; SQLite has to find no fault; Django's `has_perm` on permscope's copy has to say what `permscope check`
says; and undo has to bring every row back, redo the edit. Prints one JSON object a line:
{"case", "failed": [text…], "checks": n}. Exit status 1 if anything failed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

PERMSCOPE, BASE, FOLDER, AREA = sys.argv[1:5]
os.environ["PERMSCOPE_DATABASE"] = BASE
os.environ["PERMSCOPE_PULP"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "project.settings"

import django

django.setup()

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

import edit_cases
import edit_rows


FILES = {name: os.path.join(FOLDER, f"{AREA}-{name}.json") for name in ("STATEMENTS", "FIXTURE")}
for name, path in FILES.items():
    with open(path, "w", encoding="utf-8") as file:
        json.dump(getattr(edit_cases, name), file, indent=2, ensure_ascii=False)


def use(path):
    """Lets Django work on another file from now on."""
    connection.close()
    connection.settings_dict["NAME"] = path
    ContentType.objects.clear_cache()


class Case:
    def __init__(self, case, number):
        self.case = case
        self.failed = []
        self.checks = 0
        self.ours = os.path.join(FOLDER, f"{AREA}-{number}-permscope.sqlite3")
        self.theirs = os.path.join(FOLDER, f"{AREA}-{number}-django.sqlite3")

    def check(self, what, condition):
        self.checks += 1
        if not condition:
            self.failed.append(what)

    def permscope(self, *arguments):
        result = subprocess.run([PERMSCOPE, *arguments], capture_output=True, text=True, timeout=60)
        try:
            return result.returncode, json.loads(result.stdout)
        except ValueError:
            return result.returncode, {"error": result.stdout + result.stderr}

    def edit(self, *more):
        words = [{"DB": self.ours, **FILES}.get(word, word) for word in self.case.command]
        return self.permscope(*words, "--json", "--backends", "model+guardian", *more)

    def run(self):
        for path in (self.ours, self.theirs):
            shutil.copyfile(BASE, path)
            for statement in self.case.prepare:
                edit_rows.execute(path, statement)
        before = edit_rows.rows(self.ours)
        confirmations = self.dry_run()
        status, answer = self.edit("--reason", "interop", *confirmations)
        expected = 2 if self.case.refused else 0
        self.check(f"exit status {status} in place of {expected}: {answer}", status == expected)
        self.check(f"applied, where {expected} is the exit status", answer.get("applied") is (expected == 0))
        raised = self.django()
        if self.case.refused:
            self.check("Django does not refuse it", raised or not self.case.django_refuses)
            self.check("a refused edit wrote", edit_rows.rows(self.ours) == before)
            return
        if raised:
            self.failed.append(f"Django raised {raised}")
            return
        self.check("the answer names no refusal", answer.get("refused", "?") is None)
        known = edit_rows.known(before)
        self.failed += edit_rows.differences(
            edit_rows.comparable(edit_rows.rows(self.ours), known),
            edit_rows.comparable(edit_rows.rows(self.theirs), known))
        self.checks += 1
        self.sound()
        self.answers()
        self.again()
        self.undo(before, answer.get("entry"))

    def dry_run(self):
        """Tries the edit without writing, and answers the words that it would have to be confirmed with."""
        with open(self.ours, "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        status, answer = self.edit("--dry-run")
        expected = 2 if self.case.refused else 0
        self.check(f"dry run: exit status {status} in place of {expected}: {answer}", status == expected)
        with open(self.ours, "rb") as file:
            self.check("the dry run wrote", hashlib.sha256(file.read()).hexdigest() == digest)
        return [word for given in answer.get("confirm", []) for word in ("--confirm", given["word"])]

    def django(self):
        """Makes the edit as the application would; answers what it raised."""
        use(self.theirs)
        try:
            with transaction.atomic():
                self.case.django()
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            connection.close()
        return None

    def sound(self):
        verdict = edit_rows.execute(self.ours, "PRAGMA integrity_check")
        self.check(f"integrity: {verdict}", verdict == [("ok",)])
        faults = edit_rows.execute(self.ours, "PRAGMA foreign_key_check")
        self.check(f"foreign keys: {faults}", faults == [])

    def answers(self):
        use(self.ours)
        for user, permission, target in edit_cases.QUESTIONS + self.case.questions:
            theirs = edit_cases.has_perm(user, permission, target)
            if theirs is None:
                continue
            words = [user, permission] + ([target] if target else [])
            status, answer = self.permscope(
                "check", self.ours, *words, "--json", "--backends", "model+guardian")
            self.check(f"check {words}: {answer.get('allowed')}, Django says {theirs}",
                       answer.get("allowed") is theirs)
        connection.close()

    def again(self):
        """The same edit once more changes nothing, or is refused because the name is taken or the row gone."""
        status, answer = self.edit()
        expected = self.case.again
        self.check(f"again: exit status {status} in place of {expected}: {answer}", status == expected)

    def undo(self, before, entry):
        after = edit_rows.rows(self.ours)
        status, answer = self.permscope("undo", self.ours, "--json", *self.words(self.ours, "undo"))
        if self.case.irreversible:
            self.check(f"undo of what cannot be undone: {answer}", status == 2)
            self.check("a refused undo wrote", edit_rows.rows(self.ours) == after)
            return
        self.check(f"undo: exit status {status}: {answer}", status == 0)
        self.failed += [f"undo: {line}" for line in edit_rows.differences(
            edit_rows.without_counters(edit_rows.rows(self.ours)), edit_rows.without_counters(before))]
        self.sound()
        status, answer = self.permscope("redo", self.ours, "--json", *self.words(self.ours, "redo"))
        self.check(f"redo: exit status {status}: {answer}", status == 0)
        self.failed += [f"redo: {line}" for line in edit_rows.differences(
            edit_rows.without_counters(edit_rows.rows(self.ours)), edit_rows.without_counters(after))]
        status, answer = self.permscope("history", self.ours, str(entry), "--json")
        self.check(f"history: {answer}", status == 0 and answer["entry"]["reason"] == "interop"
                   and not answer["entry"]["undone"] and answer["rows"] != [])
        text = json.dumps(answer)
        self.check("a secret in the history", "pbkdf2" not in text and '"!' not in text)

    def words(self, path, command):
        _, answer = self.permscope(command, path, "--dry-run", "--json")
        return [word for given in answer.get("confirm", []) for word in ("--confirm", given["word"])]


failures = 0
for number, case in enumerate(edit_cases.CASES[AREA]):
    run = Case(case, number)
    try:
        run.run()
    except Exception as error:
        run.failed.append(f"{type(error).__name__}: {error}")
    failures += len(run.failed)
    print(json.dumps({"case": case.name, "failed": run.failed, "checks": run.checks}), flush=True)
sys.exit(1 if failures else 0)
