"""An ear for words made for a test, compiled as the content is."""

from __future__ import annotations

import sqlite3

from familyguide.guide import listening
from familyguide.guide.heard import Ear


def ear_of(words):
    """Give what hears these words of search, from a compiled file that holds nothing else."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE part (name TEXT PRIMARY KEY, body BLOB, hash TEXT)")
    database.executescript(listening.SCHEMA)
    return Ear(lambda sql, values: database.execute(sql, values).fetchall(), listening.write(database, words))
