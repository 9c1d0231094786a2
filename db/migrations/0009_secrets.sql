-- What opens a district's source. A secret is sealed with the district's data key, which is wrapped with a master key
-- that is not in the database. The console's role may not read any of it.
create table district_keys (
  district_id  uuid not null,                 -- all zeros: secrets of the vendor, which all districts share
  version      integer not null,
  wrapped      bytea not null,
  master       text not null,                 -- fingerprint of the master key that wraps it
  uses         bigint not null default 0,     -- a key seals so many and no more
  made_at      timestamptz not null,
  primary key (district_id, version)
);

create table secrets (
  district_id  uuid not null,
  name         text not null,                 -- clientSecret, bearer, partnerKey, ssoSecret, oidcSecret:<provider>
  version      integer not null,
  key_version  integer not null,
  sealed       bytea not null,
  fingerprint  text not null,                 -- tells two apart, and neither
  who          text not null,
  made_at      timestamptz not null,
  expires_at   timestamptz,
  retired_at   timestamptz,
  primary key (district_id, name, version)
);
-- Behind the wall, and no gate in it.
alter table district_keys enable row level security;
alter table secrets enable row level security;

-- What the vendor has agreed with a provider, for all districts.
create table providers (
  name        text primary key,               -- classlink
  settings    jsonb not null,
  who         text not null,
  changed_at  timestamptz not null
);

-- How far a source was read: what changed since is asked for, until all of it is due again.
alter table connections add column read_from timestamptz, add column full_at timestamptz;

-- What a run asked of a server: path, status, time and size of each request, and nothing of what came.
alter table runs add column requests jsonb;
