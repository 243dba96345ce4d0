"""What only Windows can say: where shared settings live, and what this account may change."""

from __future__ import annotations

import sys
from pathlib import Path

_COMMON_APPDATA = 0x23
_DELETE, _WRITE_DAC, _WRITE_OWNER = 0x10000, 0x40000, 0x80000
_OWNS = (_DELETE, _WRITE_DAC, _WRITE_OWNER)
_WRITE_DATA, _DELETE_CHILD = 0x2, 0x40
_SHARE_ALL, _OPEN_EXISTING, _FOLDERS_TOO = 0x7, 3, 0x02000000


def program_data() -> Path:
    r"""Give C:\ProgramData as the system knows it; the variable PROGRAMDATA belongs to the reader."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        held = ctypes.create_unicode_buffer(260)
        if ctypes.windll.shell32.SHGetFolderPathW(None, _COMMON_APPDATA, None, 0, held) == 0:
            return Path(held.value)
    # Where even Windows has no answer.
    return Path(r"C:\ProgramData")


def is_administrator() -> bool:
    """Tell whether this process holds the rights of an administrator; those may change everything."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        return bool(ctypes.windll.shell32.IsUserAnAdmin())
    else:  # noqa: RET505 - mypy reads this form on all three systems
        return False


def can_change(path: Path) -> bool:
    """Tell whether this account may replace a file, or delete what a folder holds; nothing is written.

    Each right is asked by opening, because that is what Windows itself checks; reading access lists would
    mean repeating its rules. Adding files to a folder is no harm: Windows lets everyone add to ProgramData.
    """
    rights = (*_OWNS, _DELETE_CHILD if path.is_dir() else _WRITE_DATA)
    return any(_may(path, right) for right in rights)


def _may(path: Path, right: int) -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only
        from ctypes import wintypes  # noqa: PLC0415

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.CreateFileW.argtypes = (
            wintypes.LPCWSTR,
            wintypes.DWORD,
            wintypes.DWORD,
            wintypes.LPVOID,
            wintypes.DWORD,
            wintypes.DWORD,
            wintypes.HANDLE,
        )
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        handle = kernel.CreateFileW(str(path), right, _SHARE_ALL, None, _OPEN_EXISTING, _FOLDERS_TOO, None)
        if handle == wintypes.HANDLE(-1).value:
            return False
        kernel.CloseHandle(handle)
        return True
    else:  # noqa: RET505 - mypy reads this form on all three systems
        return False
