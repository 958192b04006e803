"""A résumé's fields, by rules and without a network: headings, dates, bullets and known skills."""

import re
from collections.abc import Callable, Sequence

from preppal.documents.sections import is_point, lines_of, listed_items, point, split_sections
from preppal.domain.papers import Experience, Project, ResumeFields

FindSkills = Callable[[str], Sequence[str]]

_HEADINGS = {
    "experience": (
        "experience",
        "work experience",
        "professional experience",
        "employment",
        "employment history",
        "work history",
        "career",
        "career history",
        "relevant experience",
        "berufserfahrung",
        "expérience professionnelle",
        "experiencia",
        "ניסיון תעסוקתי",
    ),
    "projects": ("projects", "personal projects", "selected projects", "side projects", "key projects", "projekte"),
    "skills": (
        "skills",
        "technical skills",
        "key skills",
        "core skills",
        "skills and tools",
        "technologies",
        "tools",
        "competencies",
        "core competencies",
        "skills and interests",
        "kenntnisse",
        "compétences",
        "כישורים",
    ),
    "education": (
        "education",
        "academic background",
        "education and training",
        "qualifications",
        "ausbildung",
        "formation",
        "השכלה",
    ),
    "other": (
        "summary", "profile", "about", "about me", "objective", "contact", "languages", "interests", "hobbies",
        "references", "certifications", "certificates", "awards", "publications", "volunteering", "memberships",
    ),
}  # fmt: skip
_MONTH = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|\d{1,2})"
_DATE = rf"(?:{_MONTH}[ ./-]{{0,2}})?(?:19|20)\d\d"
_DATES = re.compile(
    rf"\(?\b(?P<start>{_DATE})\s*(?:-|–|—|to|until)\s*(?P<end>{_DATE}|present|now|today|current|heute|ongoing)\b\)?",
    re.IGNORECASE,
)
_ROLE_WORDS = re.compile(
    r"\b(?:engineer|developer|manager|analyst|designer|lead|director|intern|consultant|specialist|officer|assistant|"
    r"coordinator|administrator|architect|scientist|researcher|teacher|nurse|accountant|associate|head|owner|writer|"
    r"editor|supervisor|technician|representative|executive|planner|trainee|clerk|founder|partner|chef|driver|"
    r"waiter|cashier|tutor|lecturer|student|volunteer|programmer|tester|recruiter|entwickler\w*|ingénieur\w*)s?\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[|–—·-]\s+|\t|,\s+|\s+(?:at|@|bei|chez)\s+|\s{3,}")
_MAX_HEAD_CHARS = 90
_MAX_POINTS = 8
_MAX_SKILLS = 40


def read_resume(text: str, find_skills: FindSkills) -> ResumeFields:
    """What rules can find; what they cannot stays empty and is never guessed."""
    sections = split_sections(text, _HEADINGS)
    listed = listed_items(lines_of(sections, "skills"))
    return ResumeFields(
        skills=_unique((*find_skills(text), *listed))[:_MAX_SKILLS],
        experience=_experience(lines_of(sections, "experience")),
        projects=_projects(lines_of(sections, "projects"), find_skills),
        education=tuple(point(line) for line in lines_of(sections, "education") if line.strip()),
    )


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.lower(), name)
    return tuple(found.values())


def _experience(lines: Sequence[str]) -> tuple[Experience, ...]:
    """Each line with two dates is the head of a position, together with the short lines around it."""
    lines = _unwrapped(lines)
    dated = [place for place, line in enumerate(lines) if _DATES.search(line) and len(line) <= _MAX_HEAD_CHARS]
    starts = [_head_start(lines, place) for place in dated]
    positions = []
    for index, place in enumerate(dated):
        end = starts[index + 1] if index + 1 < len(starts) else len(lines)
        positions.append(_position(lines[starts[index] : end], place - starts[index]))
    return tuple(positions)


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """A printed bullet goes on in the next line, which would be taken for the head of the position below it."""
    whole: list[str] = []
    for line in lines:
        goes_on = line[:2].strip().islower() and not _ROLE_WORDS.search(line) and not _DATES.search(line)
        if goes_on and whole and is_point(whole[-1]):
            whole[-1] = f"{whole[-1]} {line}"
        else:
            whole.append(line)
    return whole


def _head_start(lines: Sequence[str], place: int) -> int:
    """Up to two short lines right above the dates belong to them."""
    start = place
    while start > 0 and place - start < 2 and _is_head(lines[start - 1]):
        start -= 1
    return start


def _is_head(line: str) -> bool:
    return bool(line.strip()) and not is_point(line) and len(line) <= 60 and not line.rstrip().endswith((".", ";"))


def _position(block: Sequence[str], dated: int) -> Experience:
    dates = _DATES.search(block[dated])
    assert dates is not None  # its line was chosen by it
    head_end = dated + 1
    bare = _DATES.sub(" ", block[dated])
    says_little = len(_parts([*block[:dated], bare])) < 2
    if head_end < len(block) and says_little and _is_head(block[head_end]):
        head_end += 1
    head = [*block[:dated], bare, *block[dated + 1 : head_end]]
    title, organisation = _title_and_organisation(head)
    return Experience(title, organisation, dates["start"], dates["end"], _points(block[head_end:]))


def _title_and_organisation(head: Sequence[str]) -> tuple[str, str]:
    parts = _parts(head)
    title = next((part for part in parts if _ROLE_WORDS.search(part)), parts[0] if parts else "")
    return title, next((part for part in parts if part != title), "")


def _parts(head: Sequence[str]) -> list[str]:
    parts = (part.strip(" ,|–—-·()*#") for line in head for part in _PARTS.split(line))
    return [part for part in parts if part]


def _points(lines: Sequence[str]) -> tuple[str, ...]:
    """A bullet each; a line without one goes on with the bullet above it."""
    found: list[str] = []
    for line in filter(str.strip, lines):
        if is_point(line) or not found:
            found.append(point(line))
        else:
            found[-1] = f"{found[-1]} {line.strip()}"
    return tuple(found[:_MAX_POINTS])


def _projects(lines: Sequence[str], find_skills: FindSkills) -> tuple[Project, ...]:
    """A project begins with a line of its own, or is a bullet with a name before a colon or dash."""
    blocks: list[list[str]] = []
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        is_new = not blocks or not lines[place - 1].strip() or _names_itself(line)
        blocks.append([line]) if is_new else blocks[-1].append(line)
    return tuple(_project(block, find_skills) for block in blocks)


def _names_itself(line: str) -> bool:
    name, separator, _ = _name_and_rest(point(line))
    return is_point(line) and bool(separator) and len(name) <= 50


def _name_and_rest(line: str) -> tuple[str, str, str]:
    found = re.match(r"(.{2,60}?)(:\s|\s[–—-]\s|\s\()(.*)", line)
    return (found[1], found[2], found[3]) if found else (line, "", "")


def _project(block: Sequence[str], find_skills: FindSkills) -> Project:
    name, _, rest = _name_and_rest(point(block[0]))
    summary = " ".join(filter(None, [rest.rstrip(")"), *map(point, block[1:])]))
    return Project(name[:80], summary[:400], tuple(find_skills(" ".join(block))))
