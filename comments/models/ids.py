"""Public ids: what readers see of a comment or a person instead of a number that could be counted."""

import base64
import secrets

PUBLIC_ID = r"[a-z2-7]{12}"


def new_public_id() -> str:
    """Twelve letters and digits by chance (60 bits): nobody can guess or count them."""
    return base64.b32encode(secrets.token_bytes(8)).decode()[:12].lower()
