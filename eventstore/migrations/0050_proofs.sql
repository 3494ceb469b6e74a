-- What makes tampering show (AU-04): a leaf for each event, the tree over the leaves, and the
-- signed checkpoints of the tree.
--
-- The n-th settled event of the log, in the order of positions, is leaf n, counted from 0:
-- positions have gaps, the tree has none. `hash` is the leaf's own. Of an event that was destroyed
-- the salt is gone too, and `content` keeps what the leaf was made of: the hash over salt and bytes.
CREATE TABLE proof_leaves (
    index bigint PRIMARY KEY,
    position bigint NOT NULL UNIQUE,
    salt bytea CHECK (octet_length(salt) = 16),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    content bytea CHECK (octet_length(content) = 32),
    CHECK (salt IS NOT NULL OR content IS NOT NULL)
);

-- The tree above the leaves, as C2SP's tiles: a tile holds up to 256 hashes of 32 bytes. Level 0
-- would be the leaves themselves; a hash of level n stands for a complete tile of level n - 1.
CREATE TABLE proof_tiles (
    level integer CHECK (level > 0),
    number bigint,
    hashes bytea NOT NULL
        CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
    PRIMARY KEY (level, number)
);

-- Each checkpoint that was signed: `note` is the text as it is published.
CREATE TABLE proof_checkpoints (
    size bigint PRIMARY KEY CHECK (size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note text NOT NULL,
    at timestamptz NOT NULL
);

-- What witnesses added to a checkpoint: their line of the signed note.
CREATE TABLE proof_cosignatures (
    size bigint REFERENCES proof_checkpoints,
    witness text,
    line text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (size, witness)
);

-- Where checkpoints go: the last one delivered to each target, and what went wrong since.
CREATE TABLE proof_deliveries (
    target text PRIMARY KEY,
    size bigint NOT NULL DEFAULT 0,
    delivered_at timestamptz,
    failures integer NOT NULL DEFAULT 0,
    failed_at timestamptz,
    failure text
);
