"""One assertion for all refusals."""

import pytest

from articles.workflow import Refused


def refused_with(code: str, verb, *args, **kwargs) -> Refused:
    """Calls the verb, expects that it refuses with this code, and gives the refusal."""
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    assert refused.value.code == code
    return refused.value
