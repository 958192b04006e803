"""What a model that sorts papers has to fill in. Nothing has a default: the Gemini API refuses schemas with one."""

from pydantic import BaseModel, Field


class SortedPosition(BaseModel):
    title: str
    organisation: str
    start: str = Field(description="As written, for example Mar 2021. Empty when it is not there.")
    end: str = Field(description="As written, for example present. Empty when it is not there.")
    points: list[str] = Field(max_length=12)


class SortedProject(BaseModel):
    name: str
    summary: str
    skills: list[str] = Field(max_length=20)


class SortedResume(BaseModel):
    skills: list[str] = Field(max_length=60)
    experience: list[SortedPosition] = Field(max_length=20)
    projects: list[SortedProject] = Field(max_length=20)
    education: list[str] = Field(max_length=12)


class SortedJob(BaseModel):
    skills: list[str] = Field(max_length=40)
    must_have: list[str] = Field(max_length=20)
    nice_to_have: list[str] = Field(max_length=20)
    responsibilities: list[str] = Field(max_length=20)
