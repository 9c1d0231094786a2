-- Codes that a provider's portal sent without a state of ours. They are thrown away, and since nobody spent them they
-- stay good for a minute: whoever finds one in a log or a history must not have it exchanged for a session of theirs.
-- Found by a secret before anybody knows the district; kept as hashes for an hour.
create table sso_strays (
  code_hash     bytea primary key,
  came_at       timestamptz not null
);
