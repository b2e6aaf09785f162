"""Readers' pages of the conversation: leaving a reply, its receipt, its place in the thread. None may be cached."""
