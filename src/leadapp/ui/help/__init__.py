"""Help, backups and About."""
