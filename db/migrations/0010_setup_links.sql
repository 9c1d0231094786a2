-- Links by which somebody of a district, who has no account here, does a part of its setup. What opens one is kept
-- as hashes alone; the console's role may not read any of it.
create table setup_links (
  district_id      uuid not null references districts,
  link_id          uuid not null,
  token_hash       bytea not null,            -- of what stands behind # in the link
  console_user_id  uuid not null,
  who              text not null,             -- who made it
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  code_hash        bytea,                     -- of the six digits that were mailed last
  code_until       timestamptz,
  code_tries       integer not null default 0,
  browser_hash     bytea,                     -- of the cookie of the one browser it belongs to
  opened_at        timestamptz,
  seen_at          timestamptz,
  finished_at      timestamptz,
  revoked_at       timestamptz,
  primary key (district_id, link_id)
);
create index setup_links_token on setup_links (token_hash);
create index setup_links_browser on setup_links (browser_hash);
alter table setup_links enable row level security;
