"""Readers' pages: each loads through the door, and renders."""
