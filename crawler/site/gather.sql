-- What the pages are made from, beside the sheets of the export: who a report belongs to, and where its page lies.

CREATE TABLE entry (          -- a report
    id TEXT PRIMARY KEY,
    place TEXT NOT NULL,      -- county (six digits), else portal, else ''
    series TEXT,              -- NULL: agency or year is not stated
    year INTEGER,
    counts INTEGER NOT NULL   -- 0: another edition counts for its year
);
CREATE TABLE state (          -- an agency and year
    place TEXT NOT NULL,
    agency TEXT NOT NULL,     -- code of the series, or what the ledger calls an agency that has no report
    name TEXT NOT NULL,
    series TEXT,
    year INTEGER NOT NULL,
    state TEXT NOT NULL,
    id TEXT,                  -- of the report
    PRIMARY KEY (place, agency, year)
);
CREATE TABLE place (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,       -- '' for what is of no place
    province TEXT NOT NULL,   -- two digits, or 'other'
    province_name TEXT NOT NULL,
    yearless INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE portal (         -- what a badge says
    code TEXT PRIMARY KEY,
    reports INTEGER NOT NULL,
    expected INTEGER          -- NULL: only a ledger knows
);
