"""What goes back and forth: questions and answers as JSON."""

import json
import unicodedata
from typing import Any

Query = dict[str, Any]
Answer = Any


def canonical(answer: Answer) -> str:
    """One text for equal answers. Python's own `==` takes `True` for `1`, and a map has no order."""
    return json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_plain(text: str) -> bool:
    """Whether a text shows what it is: no invisible characters, no spelling that looks like another one."""
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def shown(value: Any) -> str:
    """JSON for a reader, who can put it into a file as it is."""
    text = json.dumps(value, ensure_ascii=False)
    return text if is_plain(text) else json.dumps(value)


def raised(error: BaseException) -> Answer:
    """An exception as `permscope batch` answers it: the name of its class."""
    return {"error": type(error).__name__}


def is_positive(answer: Answer) -> bool:
    """Whether an answer says more than no: a run of nothing but denials would prove little."""
    return bool(answer) and not (isinstance(answer, dict) and "error" in answer)
