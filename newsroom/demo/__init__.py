"""The demo newsroom: The Harbour Post, the invented paper of an invented port, loaded by `manage.py demo`."""
