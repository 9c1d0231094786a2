-- Programs of a district that read its roster by themselves. A token names its district, so that it is looked up there.
create table api_tokens (
  district_id  uuid not null,
  token_id     uuid not null,
  hash         bytea not null,                -- SHA-256 of the whole token; the token itself is shown once
  name         text not null,
  rights       text[] not null,
  made_by      uuid not null,
  made_at      timestamptz not null,
  expires_at   timestamptz not null,
  used_at      timestamptz,                   -- to the hour
  revoked_at   timestamptz,
  primary key (district_id, token_id)
);
create unique index api_tokens_hash on api_tokens (district_id, hash);
select wall('api_tokens', 'select, insert, update');
