-- A sign-in that is under way with a provider, before anybody knows whose it is. What leaves us is not kept: a hash of
-- the state, and of the cookie of the browser that began it. Found by a secret, so it stands above districts.
create table sso_flows (
  state_hash    bytea primary key,
  browser_hash  bytea not null,
  provider      text not null,                -- classlink, or oidc:<district>:<provider>
  links         uuid,                         -- console user whose sign-in is being tied, by their own wish
  back          text not null,                -- address in the console to come back to
  begun_at      timestamptz not null,
  used_at       timestamptz
);

-- Identity providers of a district other than ClassLink, by OpenID Connect. The secret is among the secrets.
create table identity_providers (
  district_id   uuid not null,
  provider_id   uuid not null,
  name          text not null,
  issuer        text not null,
  client_id     text not null,
  claim         text not null,                -- claim of the id_token that says who it is
  finds         text not null,                -- sourcedId, username or identifier: what the claim's value is here
  enabled       boolean not null default true,
  changed_at    timestamptz not null,
  who           text not null,
  primary key (district_id, provider_id)
);
select wall('identity_providers', 'select, insert, update, delete');

-- A subject of a provider, tied to somebody of the roster; the roster itself is never written by a sign-in.
create table logins (
  district_id   uuid not null,
  provider      text not null,
  issuer        text not null,
  subject       text not null,
  user_id       uuid not null,
  sourced_id    text not null,                -- by which it was tied
  linked_at     timestamptz not null,
  used_at       timestamptz not null,
  primary key (district_id, provider, issuer, subject)
);
create index logins_user on logins (district_id, user_id);
select wall('logins', 'select');

-- The same of people of the console, who tie their sign-in themselves.
create table console_logins (
  issuer           text not null,
  subject          text not null,
  console_user_id  uuid not null,
  linked_at        timestamptz not null,
  primary key (issuer, subject)
);

-- How sign-ins went: no token, no name, no address. Of a district that nobody knows, under all zeros.
create table sign_ins (
  district_id   uuid not null,
  sign_in_id    uuid not null,
  at            timestamptz not null,
  provider      text not null,
  outcome       text not null,
  user_id       uuid,
  sourced_id    text,
  reference     text not null,                -- what people read out to support
  claims        jsonb,                        -- what the provider said of ids and roles
  primary key (district_id, sign_in_id)
);
create index sign_ins_at on sign_ins (district_id, at desc);
create index sign_ins_user on sign_ins (district_id, user_id, at desc);
select wall('sign_ins', 'select');
