-- Every key begins with district_id and no query crosses districts, so that one server or many can hold
-- them (docs/decisions/0004-one-postgres.md). No triggers and no foreign keys between roster tables: the
-- checks hold references over the whole set before anything is written, and name the row that breaks one.

create table districts (
  district_id    uuid primary key,
  key            text not null,
  name           text not null,
  zone           text not null,
  created_at     timestamptz not null default now(),
  roster_version bigint not null default 0,   -- moves with every apply and undo; a plan's basis names it
  last_run       integer not null default 0,
  last_seq       bigint not null default 0,   -- last number of the change feed
  fence          bigint not null default 0,   -- token of the present holder; every write checks it
  holder         text,
  lease_until    timestamptz
);
create unique index districts_key on districts (key);

create table connections (
  district_id    uuid not null references districts,
  connection_id  uuid not null,
  source         text not null,
  settings       jsonb not null default '{}',
  rules_version  integer not null default 1,
  created_at     timestamptz not null default now(),
  base_snapshot  text,                        -- snapshot last applied whole; its fingerprints are the roster's
  base_digest    text,
  base_version   bigint,                      -- roster version those fingerprints describe
  reconciled_at  timestamptz,                 -- last run that read the roster out instead of trusting fingerprints
  source_time    timestamptz,                 -- newest dateLastModified applied: a delta may not be older
  file_time      timestamptz,                 -- when the last applied drop was written: a bulk drop may not be older
  primary key (district_id, connection_id)
);

-- One source a district, for now: two who connect at once must not make two.
create unique index connections_district on connections (district_id);

-- Scope, fields and limits, each change a new version: a plan says which one it was made under.
create table rules (
  district_id    uuid not null,
  connection_id  uuid not null,
  version        integer not null,
  rules          jsonb not null,
  created_at     timestamptz not null default now(),
  who            text not null,
  primary key (district_id, connection_id, version)
);

create table runs (
  district_id    uuid not null references districts,
  run            integer not null,
  connection_id  uuid,
  trigger        text not null,               -- manual, schedule, setup, undo
  who            text not null,
  phase          text not null,               -- reading, checking, planning, applying, done
  phases         jsonb not null default '[]', -- [{phase, at}]
  fence          bigint not null,
  started_at     timestamptz not null default now(),
  finished_at    timestamptz,
  result         text,                        -- applied, held, cleared, empty, failed, undone
  message        text,
  snapshot       text,
  snapshot_digest text,
  mode           jsonb,
  files          jsonb,
  counts         jsonb,
  complete       text[],
  issue_counts   jsonb,
  basis          jsonb,
  first_seq      bigint,                      -- slice of the change feed this run wrote
  final_seq      bigint,
  base_before    jsonb,                       -- the connection's base columns before this run, for undo
  undoes         integer,
  undone_by      integer,
  primary key (district_id, run)
);

create table plans (
  district_id    uuid not null,
  plan           text not null,
  run            integer not null,
  connection_id  uuid not null,
  digest         text not null,
  basis          jsonb not null,              -- {rosterVersion, rulesVersion, snapshotDigest}
  snapshot       text not null,
  status         text not null,               -- cleared, held, applied, superseded
  counts         jsonb not null,
  per_school     jsonb not null,
  loads          text[] not null,             -- kinds the roster had no row of: taken whole from the snapshot
  hazards        jsonb not null,
  grade_flow     jsonb not null,
  promotions     integer not null default 0,
  tally          jsonb not null,              -- what the hazards were weighed from
  stock          jsonb not null,
  created_at     timestamptz not null default now(),
  decided_at     timestamptz,
  decision       jsonb,                       -- {who, allow, only, schools}
  primary key (district_id, plan)
);

create table plan_changes (
  district_id    uuid not null,
  plan           text not null,
  seq            bigint not null,
  kind           text not null,
  op             text not null,               -- create, update, remove, restore, archive
  sourced_id     text not null,
  former_id      text,                        -- the sourcedId the roster knows it by, where the source rewrote it
  id             uuid not null,               -- roster row it touches; for a create the one it will be
  before         jsonb,
  after          jsonb,
  school         text,                        -- sourcedId of the school it weighs on
  reason         text not null,
  hazards        text[] not null default '{}',
  primary key (district_id, plan, seq)
);
create index plan_changes_kind on plan_changes (district_id, plan, kind, op);
create index plan_changes_sourced on plan_changes (district_id, plan, sourced_id);

-- An issue stays open while its row does: a night that brings the same bytes neither repeats nor loses it.
-- Issues of run R are those with run <= R that were not closed by then.
create table issues (
  district_id    uuid not null,
  run            integer not null,            -- first seen
  seq            integer not null,
  connection_id  uuid not null,
  closed_run     integer,
  severity       text not null,
  rule           text not null,
  file           text not null,
  row_number     integer,
  field          text,
  sourced_id     text,
  value          text,                        -- masked
  message        text not null,
  fix            text not null,
  primary key (district_id, run, seq)
);
create index issues_sourced on issues (district_id, sourced_id);
create index issues_open on issues (district_id, connection_id) where closed_run is null;

-- The past. `before` is the whole row that was replaced or removed: undo puts it back byte for byte,
-- `--at` reads it, and a create needs none.
create table changes (
  district_id    uuid not null,
  seq            bigint not null,
  run            integer not null,
  kind           text not null,
  op             text not null,               -- create, update, remove, restore, archive, erase (undo of a create)
  id             uuid not null,
  sourced_id     text not null,
  before         jsonb,
  reason         text,
  primary key (district_id, seq)
);
create index changes_id on changes (district_id, id);

-- The roster: one table a kind, columns in the order of the field manifest (src/roster/fields.ts).
-- A removed row stays: removed_at null is live; removed_why says why:
-- absent, tombstone, out_of_scope, term_over, graduated or id_reused.

create table orgs (
  district_id        uuid not null,
  id                 uuid not null,
  connection_id      uuid,
  sourced_id         text not null,
  name               text,
  type               text,
  identifier         text,
  parent_sourced_id  text,
  created_run        integer not null,
  updated_run        integer not null,
  removed_run        integer,
  removed_at         timestamptz,
  removed_why        text,
  primary key (district_id, id)
);
create unique index orgs_sourced on orgs (district_id, connection_id, sourced_id)
  where removed_why is distinct from 'id_reused';

create table academic_sessions (
  district_id        uuid not null,
  id                 uuid not null,
  connection_id      uuid,
  sourced_id         text not null,
  title              text,
  type               text,
  start_date         date,
  end_date           date,
  parent_sourced_id  text,
  school_year        text,
  created_run        integer not null,
  updated_run        integer not null,
  removed_run        integer,
  removed_at         timestamptz,
  removed_why        text,
  primary key (district_id, id)
);
create unique index academic_sessions_sourced on academic_sessions (district_id, connection_id, sourced_id)
  where removed_why is distinct from 'id_reused';

create table courses (
  district_id             uuid not null,
  id                      uuid not null,
  connection_id           uuid,
  sourced_id              text not null,
  title                   text,
  school_year_sourced_id  text,
  course_code             text,
  grades                  text[],
  org_sourced_id          text,
  subjects                text[],
  subject_codes           text[],
  created_run             integer not null,
  updated_run             integer not null,
  removed_run             integer,
  removed_at              timestamptz,
  removed_why             text,
  primary key (district_id, id)
);
create unique index courses_sourced on courses (district_id, connection_id, sourced_id)
  where removed_why is distinct from 'id_reused';

create table classes (
  district_id        uuid not null,
  id                 uuid not null,
  connection_id      uuid,
  sourced_id         text not null,
  title              text,
  grades             text[],
  course_sourced_id  text,
  class_code         text,
  class_type         text,
  location           text,
  school_sourced_id  text,
  term_sourced_ids   text[],
  subjects           text[],
  subject_codes      text[],
  periods            text[],
  created_run        integer not null,
  updated_run        integer not null,
  removed_run        integer,
  removed_at         timestamptz,
  removed_why        text,
  primary key (district_id, id)
);
create unique index classes_sourced on classes (district_id, connection_id, sourced_id)
  where removed_why is distinct from 'id_reused';

create table users (
  district_id             uuid not null,
  id                      uuid not null,
  connection_id           uuid,
  sourced_id              text not null,
  enabled_user            boolean,
  username                text,
  user_ids                text[],
  given_name              text,
  family_name             text,
  middle_name             text,
  identifier              text,
  email                   text,
  sms                     text,
  phone                   text,
  agent_sourced_ids       text[],
  grades                  text[],
  user_master_identifier  text,
  preferred_given_name    text,
  preferred_middle_name   text,
  preferred_family_name   text,
  primary_org_sourced_id  text,
  pronouns                text,
  created_run             integer not null,
  updated_run             integer not null,
  removed_run             integer,
  removed_at              timestamptz,
  removed_why             text,
  primary key (district_id, id)
);
create unique index users_sourced on users (district_id, connection_id, sourced_id)
  where removed_why is distinct from 'id_reused';
-- Logins and identifiers are compared in lower case and NFC (docs/identity.md).
create index users_email on users (district_id, lower(normalize(email, nfc))) where email is not null;
create index users_username on users (district_id, lower(normalize(username, nfc))) where username is not null;
create index users_identifier on users (district_id, lower(normalize(identifier, nfc))) where identifier is not null;
create index users_master on users (district_id, lower(normalize(user_master_identifier, nfc)))
  where user_master_identifier is not null;

create table roles (
  district_id      uuid not null,
  id               uuid not null,
  connection_id    uuid,
  sourced_id       text not null,
  user_sourced_id  text,
  role_type        text,
  role             text,
  begin_date       date,
  end_date         date,
  org_sourced_id   text,
  created_run      integer not null,
  updated_run      integer not null,
  removed_run      integer,
  removed_at       timestamptz,
  removed_why      text,
  primary key (district_id, id)
);
create unique index roles_key on roles (district_id, connection_id, user_sourced_id, org_sourced_id, role);

create table enrollments (
  district_id        uuid not null,
  id                 uuid not null,
  connection_id      uuid,
  sourced_id         text not null,
  class_sourced_id   text,
  school_sourced_id  text,
  user_sourced_id    text,
  role               text,
  "primary"          boolean,
  begin_date         date,
  end_date           date,
  created_run        integer not null,
  updated_run        integer not null,
  removed_run        integer,
  removed_at         timestamptz,
  removed_why        text,
  primary key (district_id, id)
);
create unique index enrollments_sourced on enrollments (district_id, connection_id, sourced_id)
  where removed_why is distinct from 'id_reused';
create index enrollments_class on enrollments (district_id, class_sourced_id);
create index enrollments_user on enrollments (district_id, user_sourced_id);

create table demographics (
  district_id                                uuid not null,
  id                                         uuid not null,
  connection_id                              uuid,
  sourced_id                                 text not null,
  birth_date                                 date,
  sex                                        text,
  american_indian_or_alaska_native           boolean,
  asian                                      boolean,
  black_or_african_american                  boolean,
  native_hawaiian_or_other_pacific_islander  boolean,
  white                                      boolean,
  demographic_race_two_or_more_races         boolean,
  hispanic_or_latino_ethnicity               boolean,
  country_of_birth_code                      text,
  state_of_birth_abbreviation                text,
  city_of_birth                              text,
  public_school_residence_status             text,
  created_run                                integer not null,
  updated_run                                integer not null,
  removed_run                                integer,
  removed_at                                 timestamptz,
  removed_why                                text,
  primary key (district_id, id)
);
create unique index demographics_sourced on demographics (district_id, connection_id, sourced_id)
  where removed_why is distinct from 'id_reused';
