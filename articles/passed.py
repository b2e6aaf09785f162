"""`<=` of an instant that nearly every row has passed.

SQLite, which keeps no figures of how a column is spread, takes such a condition for a rare one and walks the index over
it, then sorts the archive. The plus is its own sign that this condition chooses no index: https://www.sqlite.org/optoverview.html
"""

from django.db.models import DateTimeField
from django.db.models.lookups import LessThanOrEqual


@DateTimeField.register_lookup
class Passed(LessThanOrEqual):
    lookup_name = "passed"

    def process_lhs(self, compiler, connection, lhs=None):
        column, params = super().process_lhs(compiler, connection, lhs)
        return f"+{column}" if connection.vendor == "sqlite" else column, params

    def get_rhs_op(self, connection, rhs):
        return f"<= {rhs}"
