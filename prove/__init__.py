"""Long proofs: `python3 run.py prove [NAME]`."""
