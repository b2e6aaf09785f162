from django.db.backends.sqlite3 import base


class DatabaseOperations(base.DatabaseOperations):
    compiler_module = "newsroom.database.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
