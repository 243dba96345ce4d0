"""A program that fails leaves no copy of its memory."""

import subprocess
import sys

import pytest

CRASH = """
import os, sys
from familyguide.services.traces import leave_no_dump
if "asked" in sys.argv:
    leave_no_dump()
import resource, ctypes
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="how Linux says it")
def test_a_guest_process_may_not_be_dumped():
    asked = subprocess.run([sys.executable, "-c", CRASH, "asked"], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["(0,", "0)", "0"]
    plain = subprocess.run([sys.executable, "-c", CRASH], capture_output=True, text=True, check=True)
    assert plain.stdout.split()[-1] == "1"
