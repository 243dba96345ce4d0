"""The publisher's public keys, current and next: a release signed with any other key is refused.

No publisher has made a key yet, so the list is empty and no release can be installed. The publisher
makes a key away from any network (`minisign -G`), keeps the secret part there, and adds the second line of
`minisign.pub` here; the next key stands beside it a release before it is used.
"""

from __future__ import annotations

RELEASE_KEYS: tuple[str, ...] = ()
