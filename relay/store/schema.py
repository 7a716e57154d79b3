"""The tables, as an append-only list of steps: the version of a database is how many of them it has seen.

Never change a step that was released; add one. Times are seconds since 1970 (UTC). Identities are 16 bytes and kept for
ever: a feed may show an old entry again after years.
"""

from __future__ import annotations

APPLICATION_ID = 0x52454C59
"""Marks the file as ours (SQLite's PRAGMA application_id): "RELY"."""

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE sources (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,                    -- of the last poll: validators belong to it
        etag TEXT,
        last_modified TEXT,
        baselined INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        polled REAL,
        wait_until REAL,
        success REAL,
        new REAL,
        problem TEXT NOT NULL DEFAULT ''
    ) STRICT;

    CREATE TABLE releases (
        id INTEGER PRIMARY KEY,
        source TEXT NOT NULL,                 -- whose words are posted
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        published REAL,
        seen REAL NOT NULL
    ) STRICT;

    CREATE TABLE entries (
        source TEXT NOT NULL,
        key BLOB NOT NULL,
        release INTEGER NOT NULL REFERENCES releases (id),
        digest BLOB NOT NULL,                 -- of what the source showed last
        PRIMARY KEY (source, key)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE links (
        key BLOB PRIMARY KEY,
        release INTEGER NOT NULL REFERENCES releases (id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE posts (
        release INTEGER PRIMARY KEY REFERENCES releases (id),
        revision INTEGER NOT NULL,
        body TEXT NOT NULL                    -- channel-neutral, JSON
    ) STRICT;

    CREATE TABLE rereads (
        release INTEGER PRIMARY KEY REFERENCES releases (id),
        source TEXT NOT NULL,
        entry TEXT NOT NULL,                  -- JSON
        tries INTEGER NOT NULL DEFAULT 0,
        due REAL NOT NULL
    ) STRICT;

    CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY,
        release INTEGER NOT NULL REFERENCES releases (id),
        channel TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'held', 'discarded')),
        due REAL NOT NULL,
        lease REAL,                           -- until then `sending` is the work of somebody who lives
        attempts INTEGER NOT NULL DEFAULT 0,  -- since it was last sent
        test INTEGER NOT NULL DEFAULT 0,      -- it stands in the test chat
        revision INTEGER,                     -- of the post as it stands in the channel
        receipt TEXT,                         -- JSON
        reason TEXT NOT NULL DEFAULT '',      -- JSON
        created REAL NOT NULL,
        changed REAL NOT NULL,
        sent REAL,
        UNIQUE (release, channel)
    ) STRICT;
    CREATE INDEX deliveries_open ON deliveries (channel, state, id) WHERE state IN ('pending', 'sending', 'held');

    CREATE TABLE channels (
        id TEXT PRIMARY KEY,
        wait_until REAL,
        failures INTEGER NOT NULL DEFAULT 0,
        problem TEXT NOT NULL DEFAULT ''
    ) STRICT;

    CREATE TABLE pace (
        channel TEXT NOT NULL,
        at REAL NOT NULL                      -- of one message; the last minute's only
    ) STRICT;
    CREATE INDEX pace_of_channel ON pace (channel, at);
    """,
)
