"""Changes of the schema while the site is served."""

from django.db.migrations import AddIndex


class AddIndexMeanwhile(AddIndex):
    """On PostgreSQL nobody who writes waits for the index. For a migration with `atomic = False`.

    https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY; what a build that was broken off
    left behind is removed first, so that the migration may be run again.
    """

    atomic = False

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.remove_index(model, self.index, concurrently=True)
        schema_editor.add_index(model, self.index, concurrently=True)
