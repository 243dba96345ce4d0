"""The publisher's public keys, current and next: a release signed with any other key is refused.

No publisher has made a key yet, so the list is empty and no release can be installed. The publisher
makes a key away from any network (`minisign -G`), keeps the secret part there, and adds the second line of
`minisign.pub` here; the next key stands beside it a release before it is used.
"""

from __future__ import annotations

RELEASE_KEYS: tuple[str, ...] = ()
# True only in a trial build (`build/make.py --trial`): it trusts one key that is thrown away, and says so
# wherever it says its version. Nobody's computer should show it to a family.
IS_TRIAL = False
