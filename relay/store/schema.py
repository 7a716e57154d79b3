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
    # Delivery that can be proven: what may be out, who posts, what was said to whom, and what was decided.
    """
    -- Not '': a message is out, or may be, without our knowing its id (JSON). It is found out before anything else.
    ALTER TABLE deliveries ADD COLUMN intent TEXT NOT NULL DEFAULT '';
    ALTER TABLE deliveries ADD COLUMN edits TEXT NOT NULL DEFAULT '[]';       -- JSON: times of corrections, newest last
    ALTER TABLE deliveries ADD COLUMN withdraw INTEGER NOT NULL DEFAULT 0;    -- 1: to be withdrawn; 2: it was
    ALTER TABLE posts ADD COLUMN changed REAL;                                -- when this revision came
    ALTER TABLE sources ADD COLUMN listed BLOB;                               -- entry keys of the last feed
    ALTER TABLE sources ADD COLUMN kind TEXT NOT NULL DEFAULT 'feed';         -- feed, listing, sitemap
    ALTER TABLE sources ADD COLUMN failing REAL;                              -- since when there is a problem
    ALTER TABLE sources ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;        -- 1: its feed was removed for good (410)
    ALTER TABLE sources ADD COLUMN address TEXT NOT NULL DEFAULT '';          -- where it moved for good, if it did
    ALTER TABLE sources ADD COLUMN moved TEXT NOT NULL DEFAULT '';            -- JSON: where it may have moved
    ALTER TABLE sources ADD COLUMN wishes TEXT NOT NULL DEFAULT '';           -- JSON: when it wants to be left alone
    ALTER TABLE sources ADD COLUMN barred TEXT NOT NULL DEFAULT '';           -- a page that robots.txt keeps us from
    ALTER TABLE sources ADD COLUMN digest BLOB;                               -- of the settings and of the last body
    ALTER TABLE sources ADD COLUMN full REAL;                                 -- when a body came
    ALTER TABLE sources ADD COLUMN days BLOB;                                 -- of its releases, packed
    ALTER TABLE sources ADD COLUMN quiet_from REAL;                           -- silence until then is too long
    ALTER TABLE sources ADD COLUMN times BLOB;                                -- of its latest releases, 4 bytes each
    ALTER TABLE releases ADD COLUMN title_key BLOB;                           -- of the title, without case and marks
    ALTER TABLE releases ADD COLUMN excerpt TEXT NOT NULL DEFAULT '';         -- beginning of the text, to compare with
    ALTER TABLE releases ADD COLUMN entry BLOB;                               -- key of the entry whose words are posted
    ALTER TABLE releases ADD COLUMN looks_like INTEGER;                       -- another release, which it may be
    ALTER TABLE posts ADD COLUMN former TEXT NOT NULL DEFAULT '[]';           -- JSON: when, and what, of the last day
    CREATE INDEX links_of_release ON links (release);
    CREATE INDEX releases_by_day ON releases (published);
    CREATE INDEX releases_by_title ON releases (title_key);
    CREATE INDEX releases_of_source ON releases (source, published);
    CREATE INDEX deliveries_uncertain ON deliveries (channel) WHERE intent <> '';

    CREATE TABLE pauses (                     -- hosts that asked to be left alone
        host TEXT PRIMARY KEY,
        until REAL NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE files (                      -- that Telegram has: sent again by their ids
        digest BLOB NOT NULL,                 -- of what was uploaded
        kind TEXT NOT NULL,                   -- photo, document, ...
        file_id TEXT NOT NULL,
        seen REAL NOT NULL,
        PRIMARY KEY (digest, kind)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE subscriptions (              -- at hubs of sources (WebSub)
        id TEXT PRIMARY KEY,                  -- unguessable: the end of the callback's address
        secret TEXT NOT NULL,                 -- that the hub signs with; shown to nobody else
        source TEXT NOT NULL,
        callback TEXT NOT NULL,
        topic TEXT NOT NULL,
        hub TEXT NOT NULL,
        phase TEXT NOT NULL,
        due REAL NOT NULL,
        asked REAL,
        verified REAL,
        until REAL,
        tries INTEGER NOT NULL DEFAULT 0,
        problem TEXT NOT NULL DEFAULT ''      -- JSON
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE messages (                   -- every message of ours, and every one that is known not to be
        chat INTEGER NOT NULL,
        id INTEGER NOT NULL,
        delivery INTEGER REFERENCES deliveries (id),
        PRIMARY KEY (chat, id)
    ) STRICT, WITHOUT ROWID;

    INSERT OR IGNORE INTO messages (chat, id, delivery)
        SELECT json_extract(receipt, '$.chat'), json_extract(message.value, '$.message_id'), deliveries.id
          FROM deliveries, json_each(receipt, '$.messages') AS message
         WHERE receipt IS NOT NULL AND json_extract(receipt, '$.chat') <> 0;

    CREATE TABLE instance (                   -- one row: who posts
        one INTEGER PRIMARY KEY CHECK (one = 1),
        number INTEGER NOT NULL,              -- rises with every relay that takes over; an older one may write no more
        holder TEXT NOT NULL,                 -- host and process
        host TEXT NOT NULL,                   -- of the machine (machine-id(5)), hashed
        until REAL NOT NULL,                  -- 0: nobody posts any more
        beat INTEGER NOT NULL DEFAULT 0,      -- rises every few seconds while it lives
        restored INTEGER NOT NULL DEFAULT 0   -- 1: this is a backup that was brought back; nothing was posted since
    ) STRICT;

    CREATE TABLE backups (                    -- one row: the regular backup, if there is one
        one INTEGER PRIMARY KEY CHECK (one = 1),
        made REAL,                            -- the last one that came to its end
        problem TEXT NOT NULL DEFAULT ''      -- JSON: of the last try
    ) STRICT;

    CREATE TABLE vanished (                   -- releases that may have been withdrawn from the website
        release INTEGER PRIMARY KEY REFERENCES releases (id),
        source TEXT NOT NULL,
        url TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',      -- JSON: what speaks for it
        seen INTEGER NOT NULL DEFAULT 0,      -- how often that was found; 2 is certain; below 0: how often it was there
        decided INTEGER NOT NULL DEFAULT 0,   -- 1: a person decided
        due REAL NOT NULL
    ) STRICT;

    CREATE TABLE letters (                    -- what editors are told once
        id INTEGER PRIMARY KEY,
        text TEXT NOT NULL,                   -- JSON
        at REAL NOT NULL,
        told REAL,
        release INTEGER,                      -- whose correction it tells of
        before TEXT NOT NULL DEFAULT ''       -- JSON: the post before that correction
    ) STRICT;
    CREATE INDEX letters_open ON letters (id) WHERE told IS NULL;

    CREATE TABLE notices (                    -- what is wrong or waits, as people were told of it
        key TEXT PRIMARY KEY,
        text TEXT NOT NULL,                   -- JSON
        since REAL NOT NULL,
        told REAL,                            -- last time
        message INTEGER                       -- in the editors' chat
    ) STRICT;

    CREATE TABLE updates (                    -- what was read of the bot's updates
        one INTEGER PRIMARY KEY CHECK (one = 1),
        next INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE ledger (                     -- append-only, hash-chained
        id INTEGER PRIMARY KEY,
        at REAL NOT NULL,
        event TEXT NOT NULL,
        release INTEGER NOT NULL,
        channel TEXT NOT NULL,
        who TEXT NOT NULL,                    -- relay, or the role of a person
        detail TEXT NOT NULL,                 -- JSON
        digest BLOB NOT NULL                  -- SHA-256 over the record and the digest before it
    ) STRICT;
    CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger
        BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
    CREATE TRIGGER ledger_is_not_shortened BEFORE DELETE ON ledger
        BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
    """,
    """
    ALTER TABLE sources ADD COLUMN unmatched TEXT NOT NULL DEFAULT '';        -- JSON: its selector matches nothing
    ALTER TABLE sources ADD COLUMN lost TEXT NOT NULL DEFAULT '';             -- JSON: entries that could not be read
    CREATE INDEX entries_of_release ON entries (release);
    """,
)
