"""Validates JSON documents, one a line on standard input, against a schema.

Usage: validate.py SCHEMA
"""

import json
import sys

import jsonschema

with open(sys.argv[1], encoding="utf-8") as file:
    validator = jsonschema.Draft202012Validator(json.load(file))
failures = 0
for number, line in enumerate(sys.stdin, 1):
    for error in validator.iter_errors(json.loads(line)):
        failures += 1
        print(f"line {number}: {error.json_path}: {error.message}")
sys.exit(1 if failures else 0)
