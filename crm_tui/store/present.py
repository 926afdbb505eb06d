"""What a store's schema has, as the database itself tells it."""

from __future__ import annotations

# name, table, and the statement that makes it: as it was given on SQLite, as the server
# writes it on PostgreSQL, where a trigger can be disabled too
TRIGGERS = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid, true)"
    " || CASE t.tgenabled WHEN 'D' THEN ' DISABLED' ELSE '' END"
    " FROM pg_trigger t JOIN pg_class c"
    " ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE NOT t.tgisinternal AND n.nspname = current_schema()",
}
# name and body, of PostgreSQL alone: SQLite's triggers have theirs in their statement
FUNCTIONS = (
    "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
    " WHERE n.nspname = current_schema()"
)
INDEXES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}
