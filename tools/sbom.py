"""List what is shipped, as a CycloneDX document: packages, versions, licences, hashes, fonts, libraries.

Usage: python -m tools.sbom [-o FILE] [--pip-report FILE] [--folder DIR] [--voice]

Without --folder it lists what a checkout runs with. With --folder, a folder made by PyInstaller on this
computer, it also lists every program and library in it with its SHA-256, each under the package or the system
package that it comes from. --pip-report takes the report of `pip install --dry-run --ignore-installed
--report FILE -r requirements/run.txt` and adds the hash of each wheel. The document is checked against its
schema before anything is written. Exit code: 0, or 2 with one sentence. SOURCE_DATE_EPOCH sets its time: same
input, same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalContact
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from familyguide import __version__
from familyguide.guide.files import write_whole
from familyguide.guide.loader import load
from familyguide.services.paths import CONTENT
from tools import packaged
from tools.shipped import NotShippable, Part, packages, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LICENCES = LicenseFactory()


def main(given: Sequence[str] | None = None) -> int:
    """Write the document, on stdout or into a file."""
    parser = argparse.ArgumentParser(prog="sbom", description=__doc__.partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, metavar="FILE")
    parser.add_argument("--pip-report", type=Path, metavar="FILE")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="made by PyInstaller on this computer")
    parser.add_argument("--voice", action="store_true", help="with what reads aloud")
    options = parser.parse_args(given)
    try:
        wheels = wheels_in(options.pip_report) if options.pip_report else {}
        document = as_json(bill(wheels, options.folder, voice=options.voice))
        if options.output:
            write_whole(options.output, document)
        else:
            sys.stdout.write(document.decode())
    except NotShippable as error:
        print(f"sbom: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"sbom: {error.filename or options.output}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def wheels_in(report: Path) -> dict[str, tuple[str, str]]:
    """Read pip's report: version and SHA-256 of each wheel by name. Raises NotShippable, OSError."""
    found = {}
    try:
        for one in json.loads(report.read_text(encoding="utf-8"))["install"]:
            name = one["metadata"]["name"].lower().replace("_", "-")
            found[name] = one["metadata"]["version"], one["download_info"]["archive_info"]["hashes"]["sha256"]
    except (ValueError, KeyError, TypeError, AttributeError):
        message = f"{report} is no report of pip: see python -m tools.sbom --help"
        raise NotShippable(message) from None
    return found


def bill(wheels: dict[str, tuple[str, str]], folder: Path | None, *, voice: bool = False) -> Bom:
    """List everything. Raises NotShippable where what is installed is not what is pinned, and OSError."""
    listed = [*packages(voice=voice), *parts()]
    made = Bom()
    app = Component(
        name="Family Guide",
        type=ComponentType.APPLICATION,
        version=__version__,
        bom_ref="family-guide",
        licenses=[LICENCES.make_from_string("EUPL-1.2")],
    )
    made.metadata.component = app
    made.metadata.timestamp = datetime.fromtimestamp(
        int(os.environ.get("SOURCE_DATE_EPOCH", "0")) or _now(), tz=UTC
    )
    components = {part.key: _component(part, wheels.get(part.key)) for part in listed}
    components["content"] = _content()
    if folder is not None:
        _place(folder, listed, components)
    for component in components.values():
        made.components.add(component)
    made.register_dependency(app, components.values())
    for part in listed:
        known = [components[name] for name in part.needs if name in components]
        made.register_dependency(components[part.key], known)
    # The same list has the same number, whenever it is made.
    told = sorted(f"{one.bom_ref}={[str(h.content) for h in one.hashes]}" for one in components.values())
    made.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"family-guide {__version__} {told}")
    return made


def _now() -> float:
    return datetime.now(tz=UTC).timestamp()


def _component(part: Part, wheel: tuple[str, str] | None) -> Component:
    if wheel is not None and wheel[0] != part.version:
        message = f"pip's report says {part.name} {wheel[0]}, and {part.version} is installed"
        raise NotShippable(message)
    is_package = part.installed is not None
    return Component(
        name=part.name,
        type=ComponentType.LIBRARY if is_package else ComponentType.DATA,
        version=part.version,
        bom_ref=f"{part.key}@{part.version}",
        description=part.what,
        authors=[OrganizationalContact(name=part.by)],
        licenses=[LICENCES.make_from_string(part.licence)],
        purl=PackageURL("pypi", None, part.key, part.version) if is_package else None,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=wheel[1])] if wheel else (),
        components=[
            *(_file(path.name, path) for path in part.files if path.suffix != ".svg"),
            *_inside(part),
        ],
    )


def _inside(part: Part) -> Iterator[Component]:
    """List what a package says that it was built from, such as the Rust parts of typst; and Qt in its own."""
    if part.key == "pyside6-essentials":
        yield Component(
            name="Qt",
            version=part.version,
            bom_ref=f"qt@{part.version}",
            licenses=[LICENCES.make_from_string("LGPL-3.0-only")],
            purl=PackageURL("generic", None, "qt", part.version),
        )
    for text in part.lists:
        for one in json.loads(text.read_text(encoding="utf-8")).get("components", ()):
            said = [
                choice.get("expression") or choice["license"].get("id") or choice["license"].get("name")
                for choice in one.get("licenses", ())
            ]
            name, version = one["name"], one.get("version")
            yield Component(
                name=name,
                version=version,
                bom_ref=f"{part.key}/{text.name}/{one.get('bom-ref', f'{name}@{version}')}",
                purl=PackageURL.from_string(one["purl"]) if "purl" in one else None,
                licenses=[LICENCES.make_from_string(licence) for licence in said[:1] if licence],
            )


def _content() -> Component:
    content = load(CONTENT)
    return Component(
        name="Family Guide content",
        type=ComponentType.DATA,
        version=max(item.updated for item in content.items.values()),
        bom_ref="content",
        licenses=[LICENCES.make_from_string("CC-BY-SA-4.0")],
    )


def _file(name: str, path: Path, where: str = "") -> Component:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Component(
        name=name,
        type=ComponentType.FILE,
        bom_ref=f"file:{where}{name}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )


def _place(folder: Path, listed: Iterable[Part], components: dict[str, Component]) -> None:
    """Put each program and library of a packaged folder under what it comes from."""
    for key, files in packaged.by_origin(folder, listed).items():
        if key not in components:
            components[key] = _of_system(key)
        for name, path in files:
            components[key].components.add(_file(name, path, f"{key}/"))


def _of_system(key: str) -> Component:
    if key == packaged.PYTHON:
        version = platform.python_version()
        licence, purl = "PSF-2.0", PackageURL("generic", None, "python", version)
        return Component(
            name="Python",
            version=version,
            bom_ref=key,
            licenses=[LICENCES.make_from_string(licence)],
            purl=purl,
        )
    if key == packaged.START:
        return Component(
            name="PyInstaller's start, with the app inside",
            bom_ref=key,
            licenses=[LICENCES.make_with_expression("GPL-2.0-or-later WITH Bootloader-exception")],
        )
    if key == packaged.SYSTEM:
        return Component(name="Libraries of the system it was made on", bom_ref=key)
    name = key.removeprefix(packaged.DEBIAN)
    order = ["dpkg-query", "--show", "--showformat=${Version}", name]
    version = subprocess.run(order, capture_output=True, text=True, check=False).stdout.strip()
    return Component(
        name=name,
        version=version,
        bom_ref=key,
        purl=PackageURL("deb", "debian", name, version or None),
        # Debian writes licences for people: the file itself goes with the package.
        properties=[Property(name="family-guide:licence-text", value=f"/usr/share/doc/{name}/copyright")],
    )


def as_json(made: Bom) -> bytes:
    """Write the document. Raises NotShippable where it does not follow its schema."""
    text = JsonV1Dot6(made).output_as_string(indent=2)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        message = f"the list does not follow its schema: {fault}"
        raise NotShippable(message)
    return text.encode() + b"\n"


if __name__ == "__main__":
    sys.exit(main())
