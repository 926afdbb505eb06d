"""Which records the search index has to look at anew."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from crm_tui.models.base import NUMBER, WORDS


class SearchMark(SQLModel, table=True):
    __tablename__ = "search_mark"

    noun: str = Field(primary_key=True, sa_type=WORDS)
    record_id: int = Field(primary_key=True, sa_type=NUMBER)
