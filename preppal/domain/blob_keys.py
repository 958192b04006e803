"""Where things lie in the blob store. All that is a person's lies below one prefix: erasing them is one deletion.

Keys are made of our random ids and hold no personal data.
"""


def person_prefix(user_id: str) -> str:
    return f"people/{user_id}"


def resume_key(user_id: str, resume_id: str) -> str:
    """The file as it was uploaded."""
    return f"{person_prefix(user_id)}/resumes/{resume_id}"


def job_description_key(user_id: str, job_description_id: str) -> str:
    """The file as it was uploaded."""
    return f"{person_prefix(user_id)}/job-descriptions/{job_description_id}"


def recording_prefix(user_id: str, interview_id: str) -> str:
    """The recordings of one interview lie below this."""
    return f"{person_prefix(user_id)}/recordings/{interview_id}"
