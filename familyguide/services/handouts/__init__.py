"""Handouts: what people take home on paper, set by typst as a tagged PDF; no window, no network, no file."""
