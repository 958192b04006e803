"""`python -m preppal.documents.child`: reads one file from standard input, writes what it says as JSON, and ends.

A process of its own because parsers of strangers' files run out of time and memory. It limits itself before it reads
a byte, holds no secret, and may neither write files nor open connections nor start programs.
"""

import json
import os
import sys
from typing import Any

from preppal.documents.cleaning import clean_text, cut_to_size, join_broken_words
from preppal.documents.kinds import Kind, kind_of
from preppal.documents.limits import CHILD_CPU_S, CHILD_MEMORY_BYTES, MAX_FILE_BYTES
from preppal.documents.pdf_text import read_pdf
from preppal.documents.plain_text import read_plain
from preppal.documents.problems import Problem, Unreadable
from preppal.documents.word_text import read_word

_REFUSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "shutil.",
    "ftplib",
)


def read(file_name: str, data: bytes) -> dict[str, Any]:
    """The answer: text, kind, pages, or the name of a problem."""
    try:
        kind = kind_of(file_name, data)
        raw, pages = _read_as(kind, data)
        text, is_cut = cut_to_size(clean_text(raw))
        if not text:
            raise Unreadable(Problem.NO_TEXT)
    except Unreadable as unreadable:
        return {"problem": unreadable.problem.value}
    except MemoryError:
        return {"problem": Problem.UNPACKS_TOO_FAR.value}
    except Exception:  # the top of this process: a parser met what its authors never saw
        return {"problem": Problem.DAMAGED.value}
    return {"text": text, "kind": kind.value, "pages": pages, "is_cut": is_cut}


def _read_as(kind: Kind, data: bytes) -> tuple[str, int | None]:
    match kind:
        case Kind.PDF:
            text, pages = read_pdf(data)
            return join_broken_words(text), pages
        case Kind.WORD:
            return read_word(data)
        case Kind.TEXT | Kind.MARKDOWN:
            return read_plain(data), None


def limit_itself(cpu_s: int = CHILD_CPU_S) -> None:
    """Memory, processor time, and nothing but reading; there is no way back."""
    sys.addaudithook(_refuse)
    try:
        import resource
    except ImportError:  # Windows has no such limits; the wall clock of the server stays
        return
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_REFUSED) or (event == "open" and _is_writing(arguments[1], arguments[2])):
        raise PermissionError("This process only reads.")


def _is_writing(mode: str | None, flags: int) -> bool:
    changes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
    return bool(set(mode or "") & set("wax+")) or (isinstance(flags, int) and bool(flags & changes))


def main() -> None:
    limit_itself()
    file_name = sys.argv[1] if len(sys.argv) > 1 else ""
    answer = read(file_name, sys.stdin.buffer.read(MAX_FILE_BYTES + 1))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
