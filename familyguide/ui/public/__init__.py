"""The window of a public PC: a start screen, a locked window, idleness, and the staff code."""
