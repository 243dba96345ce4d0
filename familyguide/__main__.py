"""Start: a command, or the window."""

from __future__ import annotations

import gc
import sys

# What is loaded at start stays: looking through it for garbage would only cost time.
gc.disable()
# Nor may Python's caches tell which pages a guest opened, and when.
if not {"--guest", "--kiosk"}.isdisjoint(sys.argv):
    sys.dont_write_bytecode = True

# As shells say it: ended by Ctrl+C.
INTERRUPTED = 130
# Not from the catalogue of sentences: it may be what is missing.
DAMAGED = (
    "A part of Family Guide is damaged or missing ({what}). Install it again. · "
    "Une partie de Guide Famille est abîmée ou manque ({what}). Réinstallez-le."
)


def main() -> int:
    """Parse the command line and run what it asks; gives the exit code."""
    try:
        return _run()
    except KeyboardInterrupt:
        # Who stopped it knows why: no word is needed.
        return INTERRUPTED


def _run() -> int:
    from familyguide import cli  # noqa: PLC0415 - it may be stopped while it is loaded, too

    options = cli.read(sys.argv[1:])
    if options.kiosk and options.command is not None:
        return cli.fail(f"--kiosk opens a window; it does not go with the command {options.command!r}")
    try:
        if options.command is not None and options.command != "look":
            return cli.run(options)
        from familyguide.app import run  # noqa: PLC0415 - Qt is loaded only for a window

        return run(options)
    except Exception as error:
        from familyguide.services import paths  # noqa: PLC0415 - seldom

        if isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError):
            # A library of the system that Qt needs: who put the folder on a small computer reads its name.
            from familyguide.services.texts import Texts  # noqa: PLC0415 - seldom

            return cli.fail(Texts(cli.system_language())("library.missing", what=cli.one_line(str(error))))
        if paths.IS_CHECKOUT:
            raise
        from familyguide.app import cannot_start  # noqa: PLC0415 - seldom

        return cannot_start(options, cli.one_line(DAMAGED.format(what=f"{type(error).__name__}: {error}")))


if __name__ == "__main__":
    sys.exit(main())
