"""Commands for writers: content check, content spell and content build."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from familyguide import __version__, cli
from familyguide.commands.reading import emit
from familyguide.guide.files import shown
from familyguide.services import paths

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def run(options: argparse.Namespace) -> int:
    """Do one of these; gives the exit code: 0, or 1 when something is to be mended."""
    if options.action == "diff":
        from familyguide.commands import content_diff  # noqa: PLC0415 - each for who asks for it

        return content_diff.run(options)
    if options.action == "translate":
        from familyguide.commands import content_translate  # noqa: PLC0415 - each for who asks for it

        return content_translate.run(options)
    if options.action == "status":
        from familyguide.commands import content_status  # noqa: PLC0415 - each for who asks for it

        return content_status.run(options)
    if options.action == "preview":
        from familyguide.commands import content_preview  # noqa: PLC0415 - each for who asks for it

        return content_preview.run(options)
    from familyguide.guide.loader import load  # noqa: PLC0415
    from familyguide.guide.rules import check  # noqa: PLC0415

    folder: Path = options.folder
    try:
        is_folder = folder.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        message = f"there is no content folder at {shown(folder)}"
        raise cli.Refused(message)
    content = load(folder)
    if options.action == "spell":
        from familyguide.commands import content_spell  # noqa: PLC0415 - only for those who ask

        return content_spell.run(options, content)
    if options.action == "check":
        problems = check(content)
        if options.json:
            keys = ("file", "line", "code", "message")
            emit({"problems": [{key: getattr(problem, key) for key in keys} for problem in problems]})
        else:
            for problem in problems:
                sys.stdout.write(f"{cli.one_line(str(problem))}\n")
            sys.stdout.write(f"{len(content.items)} items, {len(problems)} problems\n")
        return 1 if problems else 0
    return _build(content, folder)


# What is said of a file of which nothing could be read, as where a key stands twice.
UNREAD = ("yaml", "file")


def _build(content: Any, folder: Path) -> int:  # noqa: ANN401 - loaded content
    from familyguide.guide.compile import compile_file  # noqa: PLC0415

    for problem in content.problems:
        sys.stderr.write(f"{cli.one_line(str(problem))}\n")
    # Half a file would leave out rules of help, or pages, that nobody misses until they are needed.
    unread = [problem for problem in content.problems if problem.code in UNREAD]
    if unread:
        message = f"nothing was built and the earlier guide is kept: {cli.one_line(str(unread[0]))}"
        raise cli.Refused(message)
    lacking = content.lacking()
    if lacking:
        message = (
            f"nothing was built and the earlier guide is kept: {shown(folder)} lacks {', '.join(lacking)}"
        )
        raise cli.Refused(message)
    target = paths.COMPILED if folder.resolve() == paths.CONTENT.resolve() else folder / "content.db"
    try:
        compile_file(content, target, __version__)
    except OSError as error:
        message = f"{shown(target)} cannot be written: {error.strerror or error}"
        raise cli.Refused(message) from None
    sys.stdout.write(f"{len(content.items)} items in {shown(target)}\n")
    return 1 if content.problems else 0
