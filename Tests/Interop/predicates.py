"""Answers of the real `rules` package.

Reads one expression a line on standard input, as JSON: `{"leaf": name, "answer": true|false|null, "arity": 0-2}`,
`{"not": x}`, `{"and"|"or"|"xor": [x, y]}`, wrapped in `{"tree": x, "arguments": 0-2}`. Prints for each the composed name, the
answer of `test`, and the leaves that were asked, in order, with the arguments that they got.
"""

import json
import operator
import sys

import rules

OPERATORS = {"and": operator.and_, "or": operator.or_, "xor": operator.xor}


def build(tree, asked):
    if "leaf" in tree:
        name, answer = tree["leaf"], tree["answer"]

        def note(*arguments):
            asked.append([name, *arguments])
            return answer

        functions = [lambda: note(), lambda user: note(user), lambda user, target: note(user, target)]
        return rules.predicate(functions[tree["arity"]], name=name)
    if "not" in tree:
        return ~build(tree["not"], asked)
    ((word, (left, right)),) = tree.items()
    return OPERATORS[word](build(left, asked), build(right, asked))


for line in sys.stdin:
    question = json.loads(line)
    asked = []
    predicate = build(question["tree"], asked)
    answer = predicate.test(*["user", "object"][: question["arguments"]])
    print(json.dumps({"name": str(predicate), "answer": answer, "asked": asked}))
