"""Family Guide: words, settings, signs and first steps that protect children online."""

__version__ = "0.1.0"
