"""Alembic's entry: runs schema steps on the connection that ``leadapp.db.migrate`` hands over, inside its transaction."""

from alembic import context

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Schema steps are run by leadapp itself, which makes a verified backup first.")

context.configure(connection=connection, target_metadata=context.config.attributes.get("metadata"), transactional_ddl=True)
context.run_migrations()
