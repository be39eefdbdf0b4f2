"""The life of a reading process: `python -m ingest.worker` takes tasks from standard input and answers on standard output.

Each message is a pickle. In: a function that can be imported and its arguments. Out: ("ready", None) once, then for
each task any number of ("time", seconds) and one ("done", result) or ("failed", error). It ends with its input.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import IO, Any

from ingest.worker import limits


def main() -> None:
    """Answers until the input ends. What libraries print goes nowhere: the output is for answers alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    limits.begin(int(sys.argv[1]), lambda seconds: _say(answers, "time", seconds))
    _say(answers, "ready", None)
    while True:
        try:
            function, arguments, seconds = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        limits.allow(seconds)
        _answer(answers, function, arguments)


def _answer(answers: IO[bytes], function: Any, arguments: Any) -> None:
    try:
        result = pickle.dumps(("done", function(*arguments)))
    except Exception as error:
        result = pickle.dumps(("failed", error))
    answers.write(result)
    answers.flush()


def _say(answers: IO[bytes], what: str, value: Any) -> None:
    pickle.dump((what, value), answers)
    answers.flush()


if __name__ == "__main__":
    main()
