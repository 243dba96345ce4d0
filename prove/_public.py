"""For proofs only: a public PC with the working copy of this checkout, which it refuses otherwise."""

from __future__ import annotations

import sys

from familyguide.__main__ import main
from familyguide.services import content_state

# Only signed content is shown there: without this, no visit could begin and nothing would be tried.
content_state.content_refusal = lambda *_given: ""

if __name__ == "__main__":
    sys.exit(main())
