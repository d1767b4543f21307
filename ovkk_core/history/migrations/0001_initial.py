from peewee import BigIntegerField, CharField, DateTimeField, JSONField, Model, SqliteDatabase


def up(migrator, db):
    class AuditEntry(Model):
        at = DateTimeField(index=True)
        actor = CharField(index=True)
        action = CharField()
        object_type = CharField(default="")
        object_id = CharField(default="", max_length=600)
        previous = CharField(max_length=64)
        digest = CharField(unique=True, max_length=64)

        class Meta:
            database = db
            table_name = "history_audit_entry"

    db.create_tables([AuditEntry])

    class Revision(Model):
        table_name = CharField()
        object_id = CharField()
        change = CharField()
        at = DateTimeField()
        actor = CharField()
        reason = CharField(default="")
        changes = JSONField()

        class Meta:
            database = db
            table_name = "history_revision"
            indexes = ((("table_name", "object_id"), False),)

    db.create_tables([Revision])

    class RevisionRange(Model):
        table_name = CharField()
        first_id = BigIntegerField()
        last_id = BigIntegerField()
        at = DateTimeField()
        actor = CharField()
        reason = CharField(default="")

        class Meta:
            database = db
            table_name = "history_revision_range"
            indexes = ((("table_name", "first_id"), False),)

    db.create_tables([RevisionRange])

    for statement in SQLITE if isinstance(db, SqliteDatabase) else POSTGRESQL:
        db.execute_sql(statement)


# An entry may go only when the newest one is a seal that covers it: "<last id> <how many> <hash>"
SQLITE = [
    """
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON history_audit_entry
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON history_audit_entry
    WHEN OLD.id > COALESCE(
        (SELECT CASE WHEN action = 'history.cut' THEN CAST(object_id AS INTEGER) END
         FROM history_audit_entry ORDER BY id DESC LIMIT 1), 0)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.id <= COALESCE(
            (SELECT CASE WHEN action = 'history.cut' THEN split_part(object_id, ' ', 1)::bigint END
             FROM history_audit_entry ORDER BY id DESC LIMIT 1), 0)
        THEN RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the audit trail is append-only';
    END $$
    """,
    """
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON history_audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()
    """,
]
