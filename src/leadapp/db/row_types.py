"""What every table is made of: named constraints, column kinds with their mark of privacy, and the base of logged rows.

Every column says in ``info["privacy"]`` whether it holds personal data, free text or neither: ``PERSONAL``, ``FREE`` or ``PLAIN``.
"""

import datetime as dt
from functools import cache
from typing import Annotated, Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from leadapp.domain.changes import Topic

PERSONAL, FREE, PLAIN = "personal", "free", "plain"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Key = Annotated[int, mapped_column(primary_key=True, info={"privacy": PLAIN})]
Uid = Annotated[str, mapped_column(String(32), unique=True, info={"privacy": PLAIN})]
Plain = Annotated[str, mapped_column(Text, default="", info={"privacy": PLAIN})]
Free = Annotated[str, mapped_column(Text, default="", info={"privacy": FREE})]
Personal = Annotated[str, mapped_column(Text, default="", info={"privacy": PERSONAL})]
Flag = Annotated[bool, mapped_column(default=False, info={"privacy": PLAIN})]
Number = Annotated[float | None, mapped_column(info={"privacy": PLAIN})]
Whole = Annotated[int | None, mapped_column(info={"privacy": PLAIN})]
Position = Annotated[int, mapped_column(default=0, info={"privacy": PLAIN})]
Day = Annotated[dt.date, mapped_column(info={"privacy": PLAIN})]
MaybeDay = Annotated[dt.date | None, mapped_column(info={"privacy": PLAIN})]
MaybeWord = Annotated[str | None, mapped_column(Text, info={"privacy": PLAIN})]
Bytes = Annotated[bytes, mapped_column(LargeBinary, info={"privacy": PLAIN})]


def refers(table: str, *, index: bool = True) -> Mapped[int]:
    """A column that must name a row of another table; that row cannot be removed while it is named."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="RESTRICT"), index=index, info={"privacy": PLAIN})


def may_refer(table: str) -> Mapped[int | None]:
    """Like ``refers``, but may be empty."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="RESTRICT"), index=True, info={"privacy": PLAIN})


def one_of(column: str, *words: str) -> CheckConstraint:
    """A named CHECK that a column holds one of the known words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Row(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    __abstract__ = True


class LoggedRow(Row):
    """A row whose every change is in the change log. ``topic`` tells the screens; ``searched`` lists title and body columns.

    ``search_code`` (1 to 63, never reused) is the table's mark in the numbers of the search index.
    """

    __abstract__ = True
    topic: ClassVar[Topic]
    searched: ClassVar[tuple[str, ...]] = ()
    search_code: ClassVar[int] = 0
    id: Mapped[Key]
    uid: Mapped[Uid]
    version: Mapped[int] = mapped_column(default=1, info={"privacy": PLAIN})
    checksum: Mapped[Bytes]


@cache
def decimals_of(kind: type[LoggedRow]) -> tuple[str, ...]:
    """The columns of a table that hold decimals: whole numbers come back from them as decimals."""
    return tuple(c.key for c in kind.__table__.columns if c.type.python_type is float)


@cache
def defaults_of(kind: type[LoggedRow]) -> dict[str, Any]:
    """What a column of a new row holds where nothing was said; the INSERT puts the same in."""
    return {c.key: c.default.arg for c in kind.__table__.columns if isinstance(c.default, ScalarElementColumnDefault)}
