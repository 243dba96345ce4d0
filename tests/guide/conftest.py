import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")
