"""Installers for Windows, both from one folder: setup.exe, with a window and silent switches, and an MSI.

The first is made by makensis, the second by wixl and msibuild. Debian has them, so both are made where there
is no Windows; nothing here runs them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import uuid
import xml.etree.ElementTree as ET
from pathlib import Path, PureWindowsPath

from archives import files_of

HERE = Path(__file__).resolve().parent
ICON = HERE.parent / "resources" / "app" / "family-guide.ico"
SCRIPT = HERE / "windows" / "installer.nsi"
# Never changed: by this number Windows knows that another version of the same program is there.
FAMILY = "6E3C3C0B-1A1C-4C56-9B4E-5D4F6A1E9A70"
# What names the files of the MSI; the same file has the same number in each version.
_NUMBERS = uuid.UUID("0f6a2f0e-6d3c-4b0e-9d0c-2a7d2f9f6c11")
_SPACE = "http://schemas.microsoft.com/wix/2006/wi"
# Where double-clicked files lead: key, value, what stands there.
_CLASSES = r"Software\Classes"
_OPEN = '"[INSTALLDIR]familyguide.exe" --open "%1"'
_TYPES = (
    (r".fgsession", "", "FamilyGuide.Session"),
    (r".pack\OpenWithProgids", "FamilyGuide.Pack", ""),
    (r"FamilyGuide.Session", "", "Family Guide session plan"),
    (r"FamilyGuide.Session\DefaultIcon", "", "[INSTALLDIR]familyguide.exe,0"),
    (r"FamilyGuide.Session\shell\open\command", "", _OPEN),
    (r"FamilyGuide.Pack", "", "Family Guide signed content"),
    (r"FamilyGuide.Pack\DefaultIcon", "", "[INSTALLDIR]familyguide.exe,0"),
    (r"FamilyGuide.Pack\shell\open\command", "", _OPEN),
)
# An equal number is replaced too: a trial has that of the release. 513: keep which parts were chosen (1), and
# count this number in (512).
_SAME = (
    "INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMax`, `Attributes`, `ActionProperty`) "
    "VALUES ('{FAMILY}', 'VERSION', 513, 'WIX_UPGRADE_DETECTED')"
)
# A folder named on the command line must reach the part of Windows that has the administrator's rights.
_SECURE = (
    "UPDATE `Property` SET `Value` = 'WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;INSTALLDIR' "
    "WHERE `Property` = 'SecureCustomProperties'"
)


def numbers(version: str) -> str:
    """Give the four numbers by which Windows orders versions: 1.2.3 and 1.2.3-trial are 1.2.3.0."""
    found = re.match(r"\d+\.\d+\.\d+", version)
    if found is None:
        message = f"the version {version!r} does not begin with three numbers"
        raise OSError(message)
    return f"{found.group()}.0"


def setup(folder: Path, work: Path, target: Path, version: str, *, is_quick: bool) -> Path:
    """Write the installer with a window; raises OSError or CalledProcessError."""
    work.mkdir(parents=True, exist_ok=True)
    listed = work / "uninstall.nsh"
    listed.write_text(uninstall_list(folder), encoding="utf-8")
    path = target / f"family-guide-{version}-windows-setup.exe"
    size = sum(file.stat().st_size for file in files_of(folder)) // 1024
    said = {
        "FOLDER": folder,
        "LIST": listed,
        "OUTPUT": path,
        "VERSION": version,
        "NUMBERS": numbers(version),
        "SIZE": size,
        "ICON": ICON,
    }
    order = [_tool("makensis"), "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    order += [f"-D{name}={value}" for name, value in said.items()]
    subprocess.run([*order, *(("-DQUICK",) if is_quick else ()), str(SCRIPT)], check=True)
    return path


def uninstall_list(folder: Path) -> str:
    """Name each file for the uninstaller, then the folders from the innermost: only empty ones go."""
    files = [path.relative_to(folder) for path in files_of(folder)]
    folders = sorted({parent for file in files for parent in file.parents} - {Path()}, reverse=True)
    rows = [f'Delete "$INSTDIR\\{_windows(file)}"' for file in files]
    rows += [f'RMDir "$INSTDIR\\{_windows(path)}"' for path in folders]
    return "\n".join(rows) + "\n"


def _windows(path: Path) -> str:
    # A dollar sign begins a variable there.
    return str(PureWindowsPath(path)).replace("$", "$$")


def msi(folder: Path, work: Path, target: Path, version: str) -> Path:
    """Write the MSI; raises OSError or CalledProcessError."""
    work.mkdir(parents=True, exist_ok=True)
    source = (work / "family-guide.wxs").resolve()
    source.write_bytes(wix_source(folder, version))
    path = target / f"family-guide-{version}-windows.msi"
    # It takes no whole paths: those in the source begin at the folder.
    order = [_tool("wixl"), "--arch", "x64", "--output", str(path.resolve()), str(source)]
    subprocess.run(order, cwd=folder, check=True)
    asked = [word for query in _finishing(version) for word in ("-q", query)]
    subprocess.run([_tool("msibuild"), str(path), *asked], check=True)
    return path


def _finishing(version: str) -> tuple[str, ...]:
    """Give what wixl cannot say, for msibuild."""
    same = _SAME.replace("FAMILY", FAMILY).replace("VERSION", numbers(version))
    return "DELETE FROM `Upgrade` WHERE `ActionProperty` = 'WIX_UPGRADE_DETECTED'", same, _SECURE


def wix_source(folder: Path, version: str) -> bytes:
    """Describe the MSI for wixl: each file is a component of its own, which Windows counts apart."""
    root = ET.Element("Wix", xmlns=_SPACE)
    product = _add(
        root,
        "Product",
        Id="*",
        Name="Family Guide",
        Language="1033",
        Version=numbers(version),
        Manufacturer="The Family Guide contributors",
        UpgradeCode=FAMILY,
    )
    _add(product, "Package", InstallerVersion="500", Compressed="yes", InstallScope="perMachine")
    # The earlier version goes first, so that none of its files stays; a later one is not overwritten.
    _add(
        product,
        "MajorUpgrade",
        DowngradeErrorMessage="A newer Family Guide is installed. Remove it first.",
    )
    _add(product, "Media", Id="1", Cabinet="files.cab", EmbedCab="yes")
    _add(product, "Icon", Id="family_guide.ico", SourceFile=os.path.relpath(ICON, folder))
    for name, value in {"ARPPRODUCTICON": "family_guide.ico", "ARPNOMODIFY": "1", "ARPNOREPAIR": "1"}.items():
        _add(product, "Property", Id=name, Value=value)
    top = _add(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = _add(top, "Directory", Id="ProgramFiles64Folder")
    place = _add(programs, "Directory", Id="INSTALLDIR", Name="Family Guide")
    menu = _add(top, "Directory", Id="ProgramMenuFolder")
    parts = [*_files(folder, place), _entries(place), _shortcut(menu)]
    feature = _add(product, "Feature", Id="Guide", Title="Family Guide", Level="1")
    for part in parts:
        _add(feature, "ComponentRef", Id=part)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _files(folder: Path, place: ET.Element) -> list[str]:
    """Put every file below its folder; gives the names of the components."""
    folders = {Path(): place}
    named = []
    for path in files_of(folder):
        file = path.relative_to(folder)
        for parent in [*reversed(file.parents)][1:]:
            if parent not in folders:
                number = _number("folder", parent)
                folders[parent] = _add(
                    folders[parent.parent], "Directory", Id=f"d{number.hex}", Name=parent.name
                )
        number = _number("file", file)
        named.append(f"c{number.hex}")
        part = _component(folders[file.parent], named[-1], number)
        # A dollar sign begins a variable there, too.
        name, source = (text.replace("$", "$$") for text in (file.name, file.as_posix()))
        _add(part, "File", Id=f"f{number.hex}", Name=name, Source=source, KeyPath="yes")
    return named


def _entries(place: ET.Element) -> str:
    """Say which files the guide opens."""
    part = _component(place, "types", _number("registry", Path("types")))
    for number, (key, name, value) in enumerate(_TYPES):
        at = _add(part, "RegistryKey", Root="HKLM", Key=rf"{_CLASSES}\{key}")
        given = {"Name": name} if name else {}
        own = {"KeyPath": "yes"} if number == 0 else {}
        _add(at, "RegistryValue", Type="string", Value=value, **given, **own)
    return "types"


def _shortcut(menu: ET.Element) -> str:
    part = _component(menu, "menu", _number("registry", Path("menu")))
    _add(
        part,
        "Shortcut",
        Id="shortcut",
        Name="Family Guide",
        Target="[INSTALLDIR]familyguide.exe",
        WorkingDirectory="INSTALLDIR",
        Icon="family_guide.ico",
    )
    at = _add(part, "RegistryKey", Root="HKLM", Key=r"Software\Family Guide")
    _add(at, "RegistryValue", Type="integer", Name="Menu", Value="1", KeyPath="yes")
    return "menu"


def _component(place: ET.Element, name: str, number: uuid.UUID) -> ET.Element:
    return _add(place, "Component", Id=name, Guid=str(number).upper(), Win64="yes")


def _number(kind: str, path: Path) -> uuid.UUID:
    return uuid.uuid5(_NUMBERS, f"{kind} {path.as_posix()}")


def _add(parent: ET.Element, tag: str, **values: str) -> ET.Element:
    return ET.SubElement(parent, tag, values)


def _tool(name: str) -> str:
    """Find a packer: on the path, or where NSIS installs itself on Windows."""
    places = [os.environ.get("PATH", "")]
    if sys.platform == "win32":
        places.append(r"C:\Program Files (x86)\NSIS")
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        message = f"{name} is missing: see build/README.md"
        raise OSError(message)
    return found
