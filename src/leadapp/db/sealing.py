"""Making the checksums of rows anew after a schema step changed what a table holds."""

from __future__ import annotations

from sqlalchemy import Connection, text

from leadapp.db.change_log import seal

_UNSEALED = frozenset({"id", "uid", "version", "checksum"})


def reseal(connection: Connection, table: str) -> None:
    """Compute the checksum of every row of a table over the columns it has now (which may be fewer than the newest schema's)."""
    columns = {row.name: row.type for row in connection.execute(text(f'PRAGMA table_info("{table}")'))}
    followed = [name for name in columns if name not in _UNSEALED]
    booleans = {name for name in followed if columns[name] == "BOOLEAN"}
    sums = []
    for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
        values = {name: bool(row[name]) if name in booleans and row[name] is not None else row[name] for name in followed}
        sums.append({"id": row["id"], "sum": seal(table, row["uid"], row["version"], values)})
    if sums:
        connection.execute(text(f'UPDATE "{table}" SET checksum = :sum WHERE id = :id'), sums)
