"""A session on the screen: one view for everybody, and one for the worker alone."""
