"""Colours, sizes, fonts and icons by role."""
