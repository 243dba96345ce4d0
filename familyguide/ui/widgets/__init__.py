"""Reusable pieces of pages; they know no service."""
