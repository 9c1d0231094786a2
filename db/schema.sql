-- What the migrations come to. Written by `npm run schema`; change a migration, not this file.

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
  removed_at         timestamp with time zone,
  removed_why        text,
  primary key (district_id, id)
);
create unique index academic_sessions_sourced on academic_sessions (district_id, connection_id, sourced_id) where (removed_why is distinct from 'id_reused'::text);
alter table academic_sessions enable row level security;
create policy own_district on academic_sessions to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on academic_sessions to rollbook_app;

create table api_tokens (
  district_id  uuid not null,
  token_id     uuid not null,
  hash         bytea not null,
  name         text not null,
  rights       text[] not null,
  made_by      uuid not null,
  made_at      timestamp with time zone not null,
  expires_at   timestamp with time zone not null,
  used_at      timestamp with time zone,
  revoked_at   timestamp with time zone,
  primary key (district_id, token_id)
);
create unique index api_tokens_hash on api_tokens (district_id, hash);
alter table api_tokens enable row level security;
create policy own_district on api_tokens to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant insert, select, update on api_tokens to rollbook_app;

create table approvals (
  district_id      uuid not null,
  plan             text not null,
  console_user_id  uuid not null,
  digest           text not null,
  decision         jsonb not null,
  comment          text not null,
  at               timestamp with time zone not null default now(),
  primary key (district_id, plan, console_user_id)
);
alter table approvals enable row level security;
create policy own_district on approvals to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant insert, select on approvals to rollbook_app;

create table audit (
  district_id  uuid not null,
  seq          bigint not null,
  at           timestamp with time zone not null,
  actor        text not null,
  actor_kind   text not null,
  action       text not null,
  target       text,
  detail       jsonb not null default '{}'::jsonb,
  before_hash  text not null,
  hash         text not null,
  primary key (district_id, seq)
);
create index audit_when on audit (district_id, at);
alter table audit enable row level security;
create policy own_district on audit to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant insert, select on audit to rollbook_app;

create table changes (
  district_id  uuid not null,
  seq          bigint not null,
  run          integer not null,
  kind         text not null,
  op           text not null,
  id           uuid not null,
  sourced_id   text not null,
  before       jsonb,
  reason       text,
  primary key (district_id, seq)
);
create index changes_id on changes (district_id, id);
alter table changes enable row level security;
create policy own_district on changes to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on changes to rollbook_app;

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
  removed_at         timestamp with time zone,
  removed_why        text,
  primary key (district_id, id)
);
create unique index classes_sourced on classes (district_id, connection_id, sourced_id) where (removed_why is distinct from 'id_reused'::text);
alter table classes enable row level security;
create policy own_district on classes to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on classes to rollbook_app;

create table connections (
  district_id     uuid not null,
  connection_id   uuid not null,
  source          text not null,
  settings        jsonb not null default '{}'::jsonb,
  rules_version   integer not null default 1,
  created_at      timestamp with time zone not null default now(),
  base_snapshot   text,
  base_digest     text,
  base_version    bigint,
  reconciled_at   timestamp with time zone,
  source_time     timestamp with time zone,
  file_time       timestamp with time zone,
  read_from       timestamp with time zone,
  full_at         timestamp with time zone,
  event_cursor    text,
  event_at        timestamp with time zone,
  event_asked     text,
  event_asked_at  timestamp with time zone,
  event_due       timestamp with time zone,
  event_failures  integer not null default 0,
  rest            jsonb,
  primary key (district_id, connection_id),
  foreign key (district_id) references districts(district_id)
);
create unique index connections_district on connections (district_id);
alter table connections enable row level security;
create policy own_district on connections to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on connections to rollbook_app;

create table console_logins (
  issuer           text not null,
  subject          text not null,
  console_user_id  uuid not null,
  linked_at        timestamp with time zone not null,
  primary key (issuer, subject)
);

create table console_sessions (
  session_hash     bytea not null,
  console_user_id  uuid,
  district_id      uuid,
  user_id          uuid,
  created_at       timestamp with time zone not null,
  seen_at          timestamp with time zone not null,
  expires_at       timestamp with time zone not null,
  proven_at        timestamp with time zone not null,
  demo             boolean not null default false,
  primary key (session_hash)
);
create index console_sessions_person on console_sessions (console_user_id);

create table console_tickets (
  ticket_hash      bytea not null,
  purpose          text not null,
  console_user_id  uuid not null,
  created_at       timestamp with time zone not null,
  expires_at       timestamp with time zone not null,
  attempts         integer not null default 0,
  used_at          timestamp with time zone,
  primary key (ticket_hash),
  foreign key (console_user_id) references console_users(console_user_id)
);
create index console_tickets_person on console_tickets (console_user_id);

create table console_users (
  console_user_id  uuid not null,
  email            text not null,
  name             text not null,
  vendor_role      text,
  password_hash    text,
  totp_secret      text,
  totp_last_step   bigint,
  recovery_hashes  text[] not null default '{}'::text[],
  totp_pending     text,
  locale           text not null default 'en-US'::text,
  created_at       timestamp with time zone not null default now(),
  primary key (console_user_id)
);
create unique index console_users_email on console_users (lower(email));

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
  removed_at              timestamp with time zone,
  removed_why             text,
  primary key (district_id, id)
);
create unique index courses_sourced on courses (district_id, connection_id, sourced_id) where (removed_why is distinct from 'id_reused'::text);
alter table courses enable row level security;
create policy own_district on courses to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on courses to rollbook_app;

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
  removed_at                                 timestamp with time zone,
  removed_why                                text,
  primary key (district_id, id)
);
create unique index demographics_sourced on demographics (district_id, connection_id, sourced_id) where (removed_why is distinct from 'id_reused'::text);
alter table demographics enable row level security;
create policy own_district on demographics to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on demographics to rollbook_app;

create table district_keys (
  district_id  uuid not null,
  version      integer not null,
  wrapped      bytea not null,
  master       text not null,
  uses         bigint not null default 0,
  made_at      timestamp with time zone not null,
  primary key (district_id, version)
);
alter table district_keys enable row level security;

create table districts (
  district_id     uuid not null,
  key             text not null,
  name            text not null,
  zone            text not null,
  created_at      timestamp with time zone not null default now(),
  roster_version  bigint not null default 0,
  last_run        integer not null default 0,
  last_seq        bigint not null default 0,
  fence           bigint not null default 0,
  holder          text,
  lease_until     timestamp with time zone,
  nces_id         text not null default ''::text,
  state           text not null default ''::text,
  primary key (district_id)
);
create unique index districts_key on districts (key);
alter table districts enable row level security;
create policy own_district on districts to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on districts to rollbook_app;

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
  removed_at         timestamp with time zone,
  removed_why        text,
  primary key (district_id, id)
);
create index enrollments_class on enrollments (district_id, class_sourced_id);
create unique index enrollments_sourced on enrollments (district_id, connection_id, sourced_id) where (removed_why is distinct from 'id_reused'::text);
create index enrollments_user on enrollments (district_id, user_sourced_id);
alter table enrollments enable row level security;
create policy own_district on enrollments to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on enrollments to rollbook_app;

create table guide_feedback (
  district_id  uuid not null,
  feedback_id  uuid not null,
  guide        text not null,
  helpful      boolean not null,
  comment      text,
  at           timestamp with time zone not null default now(),
  primary key (district_id, feedback_id)
);
alter table guide_feedback enable row level security;
create policy own_district on guide_feedback to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant delete, insert, select, update on guide_feedback to rollbook_app;

create table headcounts (
  district_id  uuid not null,
  day          date not null,
  school       text not null,
  students     integer not null,
  staff        integer not null,
  classes      integer not null,
  enrollments  integer not null,
  primary key (district_id, day, school)
);
alter table headcounts enable row level security;
create policy own_district on headcounts to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on headcounts to rollbook_app;

create table identity_providers (
  district_id  uuid not null,
  provider_id  uuid not null,
  name         text not null,
  issuer       text not null,
  client_id    text not null,
  claim        text not null,
  finds        text not null,
  enabled      boolean not null default true,
  changed_at   timestamp with time zone not null,
  who          text not null,
  primary key (district_id, provider_id)
);
alter table identity_providers enable row level security;
create policy own_district on identity_providers to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant delete, insert, select, update on identity_providers to rollbook_app;

create table issue_care (
  district_id  uuid not null,
  rule         text not null,
  assignee     uuid,
  muted_until  date,
  who          text not null,
  at           timestamp with time zone not null default now(),
  note         text not null default ''::text,
  primary key (district_id, rule)
);
alter table issue_care enable row level security;
create policy own_district on issue_care to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant delete, insert, select, update on issue_care to rollbook_app;

create table issues (
  district_id    uuid not null,
  run            integer not null,
  seq            integer not null,
  connection_id  uuid not null,
  closed_run     integer,
  severity       text not null,
  rule           text not null,
  file           text not null,
  row_number     integer,
  field          text,
  sourced_id     text,
  value          text,
  message        text not null,
  fix            text not null,
  primary key (district_id, run, seq)
);
create index issues_open on issues (district_id, connection_id) where (closed_run is null);
create index issues_rule on issues (district_id, rule, run, seq) where (closed_run is null);
create index issues_sourced on issues (district_id, sourced_id);
alter table issues enable row level security;
create policy own_district on issues to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on issues to rollbook_app;

create table logins (
  district_id  uuid not null,
  provider     text not null,
  issuer       text not null,
  subject      text not null,
  user_id      uuid not null,
  sourced_id   text not null,
  linked_at    timestamp with time zone not null,
  used_at      timestamp with time zone not null,
  primary key (district_id, provider, issuer, subject)
);
create index logins_user on logins (district_id, user_id);
alter table logins enable row level security;
create policy own_district on logins to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on logins to rollbook_app;

create table members (
  district_id      uuid not null,
  console_user_id  uuid not null,
  email            text not null,
  name             text not null,
  role             text not null,
  schools          text[],
  invited_at       timestamp with time zone not null default now(),
  seen_at          timestamp with time zone,
  factor           boolean not null default false,
  primary key (district_id, console_user_id),
  foreign key (district_id) references districts(district_id)
);
create index members_person on members (console_user_id);
alter table members enable row level security;
create policy own_district on members to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant delete, insert, select, update on members to rollbook_app;

create table notify_choices (
  district_id      uuid not null,
  console_user_id  uuid not null,
  event            text not null,
  wanted           boolean not null,
  changed_at       timestamp with time zone not null,
  primary key (district_id, console_user_id, event)
);
alter table notify_choices enable row level security;
create policy own_district on notify_choices to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant delete, insert, select, update on notify_choices to rollbook_app;

create table notify_marks (
  district_id  uuid not null,
  run          integer not null,
  primary key (district_id)
);
alter table notify_marks enable row level security;
create policy own_district on notify_marks to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on notify_marks to rollbook_app;

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
  removed_at         timestamp with time zone,
  removed_why        text,
  primary key (district_id, id)
);
create unique index orgs_sourced on orgs (district_id, connection_id, sourced_id) where (removed_why is distinct from 'id_reused'::text);
alter table orgs enable row level security;
create policy own_district on orgs to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on orgs to rollbook_app;

create table outbox (
  district_id      uuid not null,
  key              text not null,
  console_user_id  uuid not null,
  letter           jsonb not null,
  sealed           text,
  status           text not null default 'queued'::text,
  queued_at        timestamp with time zone not null,
  due_at           timestamp with time zone not null,
  until            timestamp with time zone not null,
  attempts         integer not null default 0,
  claim            uuid,
  claimed_until    timestamp with time zone,
  code             text,
  ended_at         timestamp with time zone,
  primary key (district_id, key)
);
create index outbox_due on outbox (district_id, due_at) where (status = 'queued'::text);
alter table outbox enable row level security;
create policy own_district on outbox to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on outbox to rollbook_app;

create table plan_changes (
  district_id  uuid not null,
  plan         text not null,
  seq          bigint not null,
  kind         text not null,
  op           text not null,
  sourced_id   text not null,
  former_id    text,
  id           uuid not null,
  before       jsonb,
  after        jsonb,
  school       text,
  reason       text not null,
  hazards      text[] not null default '{}'::text[],
  primary key (district_id, plan, seq)
);
create index plan_changes_kind on plan_changes (district_id, plan, kind, op);
create index plan_changes_sourced on plan_changes (district_id, plan, sourced_id);
alter table plan_changes enable row level security;
create policy own_district on plan_changes to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on plan_changes to rollbook_app;

create table plans (
  district_id    uuid not null,
  plan           text not null,
  run            integer not null,
  connection_id  uuid not null,
  digest         text not null,
  basis          jsonb not null,
  snapshot       text not null,
  status         text not null,
  counts         jsonb not null,
  per_school     jsonb not null,
  loads          text[] not null,
  hazards        jsonb not null,
  grade_flow     jsonb not null,
  promotions     integer not null default 0,
  tally          jsonb not null,
  stock          jsonb not null,
  created_at     timestamp with time zone not null default now(),
  decided_at     timestamp with time zone,
  decision       jsonb,
  switches_to    jsonb,
  primary key (district_id, plan)
);
alter table plans enable row level security;
create policy own_district on plans to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on plans to rollbook_app;

create table providers (
  name        text not null,
  settings    jsonb not null,
  who         text not null,
  changed_at  timestamp with time zone not null,
  primary key (name)
);

create table requests (
  district_id  uuid not null,
  request_id   uuid not null,
  kind         text not null,
  answers      jsonb not null,
  status       text not null default 'open'::text,
  who          text not null,
  created_at   timestamp with time zone not null default now(),
  answered_at  timestamp with time zone,
  answer       text,
  primary key (district_id, request_id)
);
alter table requests enable row level security;
create policy own_district on requests to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant delete, insert, select, update on requests to rollbook_app;

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
  removed_at       timestamp with time zone,
  removed_why      text,
  primary key (district_id, id)
);
create unique index roles_key on roles (district_id, connection_id, user_sourced_id, org_sourced_id, role);
alter table roles enable row level security;
create policy own_district on roles to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on roles to rollbook_app;

create table rollover_ticks (
  district_id  uuid not null,
  school_year  text not null,
  step         text not null,
  who          text not null,
  ticked_at    timestamp with time zone not null,
  primary key (district_id, school_year, step)
);
alter table rollover_ticks enable row level security;
create policy own_district on rollover_ticks to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant delete, insert, select on rollover_ticks to rollbook_app;

create table rules (
  district_id    uuid not null,
  connection_id  uuid not null,
  version        integer not null,
  rules          jsonb not null,
  created_at     timestamp with time zone not null default now(),
  who            text not null,
  primary key (district_id, connection_id, version)
);
alter table rules enable row level security;
create policy own_district on rules to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on rules to rollbook_app;

create table runs (
  district_id      uuid not null,
  run              integer not null,
  connection_id    uuid,
  trigger          text not null,
  who              text not null,
  phase            text not null,
  phases           jsonb not null default '[]'::jsonb,
  fence            bigint not null,
  started_at       timestamp with time zone not null default now(),
  finished_at      timestamp with time zone,
  result           text,
  message          text,
  snapshot         text,
  snapshot_digest  text,
  mode             jsonb,
  files            jsonb,
  counts           jsonb,
  complete         text[],
  issue_counts     jsonb,
  basis            jsonb,
  first_seq        bigint,
  final_seq        bigint,
  base_before      jsonb,
  undoes           integer,
  undone_by        integer,
  code             text,
  requests         jsonb,
  source           text,
  switched_to      jsonb,
  primary key (district_id, run),
  foreign key (district_id) references districts(district_id)
);
alter table runs enable row level security;
create policy own_district on runs to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on runs to rollbook_app;

create table schedules (
  district_id    uuid not null,
  connection_id  uuid not null,
  schedule       jsonb,
  version        integer not null default 0,
  last_slot      timestamp with time zone,
  changed_at     timestamp with time zone,
  who            text,
  primary key (district_id, connection_id),
  foreign key (district_id) references districts(district_id)
);
alter table schedules enable row level security;
create policy own_district on schedules to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant insert, select, update on schedules to rollbook_app;

create table search_entries (
  district_id  uuid not null,
  number       integer not null,
  kind         text not null,
  id           uuid not null,
  facets       smallint not null,
  words        text[] not null,
  ids          text[] not null,
  schools      text[] not null,
  primary key (district_id, number)
);
create index search_entries_facets on search_entries (district_id, facets, number);
create unique index search_entries_id on search_entries (district_id, id);
alter table search_entries enable row level security;
create policy own_district on search_entries to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on search_entries to rollbook_app;

create table search_ids (
  district_id  uuid not null,
  word         text not null,
  number       integer not null,
  primary key (district_id, word, number)
);
alter table search_ids enable row level security;
create policy own_district on search_ids to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on search_ids to rollbook_app;

create table search_lists (
  district_id  uuid not null,
  field        text not null,
  word         text not null,
  facets       smallint not null,
  entries      integer[] not null,
  primary key (district_id, field, word, facets)
);
alter table search_lists enable row level security;
create policy own_district on search_lists to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on search_lists to rollbook_app;

create table search_states (
  district_id  uuid not null,
  seq          bigint not null,
  generation   integer not null,
  last_number  integer not null,
  counts       jsonb not null,
  primary key (district_id),
  foreign key (district_id) references districts(district_id)
);
alter table search_states enable row level security;
create policy own_district on search_states to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on search_states to rollbook_app;

create table search_words (
  district_id  uuid not null,
  length       smallint not null,
  words        text not null,
  primary key (district_id, length)
);
alter table search_words enable row level security;
create policy own_district on search_words to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on search_words to rollbook_app;

create table secrets (
  district_id  uuid not null,
  name         text not null,
  version      integer not null,
  key_version  integer not null,
  sealed       bytea not null,
  fingerprint  text not null,
  who          text not null,
  made_at      timestamp with time zone not null,
  expires_at   timestamp with time zone,
  retired_at   timestamp with time zone,
  primary key (district_id, name, version)
);
alter table secrets enable row level security;

create table setup_links (
  district_id      uuid not null,
  link_id          uuid not null,
  token_hash       bytea not null,
  console_user_id  uuid not null,
  who              text not null,
  created_at       timestamp with time zone not null,
  expires_at       timestamp with time zone not null,
  code_hash        bytea,
  code_until       timestamp with time zone,
  code_tries       integer not null default 0,
  browser_hash     bytea,
  opened_at        timestamp with time zone,
  seen_at          timestamp with time zone,
  finished_at      timestamp with time zone,
  revoked_at       timestamp with time zone,
  primary key (district_id, link_id),
  foreign key (district_id) references districts(district_id)
);
create index setup_links_browser on setup_links (browser_hash);
create index setup_links_token on setup_links (token_hash);
alter table setup_links enable row level security;

create table setups (
  district_id  uuid not null,
  step         text not null,
  answers      jsonb not null default '{}'::jsonb,
  who          text not null,
  changed_at   timestamp with time zone not null default now(),
  primary key (district_id),
  foreign key (district_id) references districts(district_id)
);
alter table setups enable row level security;
create policy own_district on setups to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant delete, insert, select, update on setups to rollbook_app;

create table sign_in_tries (
  email_hash    bytea not null,
  tries         integer not null,
  last_at       timestamp with time zone not null,
  locked_until  timestamp with time zone,
  primary key (email_hash)
);

create table sign_ins (
  district_id  uuid not null,
  sign_in_id   uuid not null,
  at           timestamp with time zone not null,
  provider     text not null,
  outcome      text not null,
  user_id      uuid,
  sourced_id   text,
  reference    text not null,
  claims       jsonb,
  absent       text,
  primary key (district_id, sign_in_id)
);
create index sign_ins_at on sign_ins (district_id, at DESC);
create index sign_ins_user on sign_ins (district_id, user_id, at DESC);
alter table sign_ins enable row level security;
create policy own_district on sign_ins to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on sign_ins to rollbook_app;

create table sso_flows (
  state_hash    bytea not null,
  browser_hash  bytea not null,
  provider      text not null,
  links         uuid,
  back          text not null,
  begun_at      timestamp with time zone not null,
  used_at       timestamp with time zone,
  primary key (state_hash)
);

create table sso_strays (
  code_hash  bytea not null,
  came_at    timestamp with time zone not null,
  primary key (code_hash)
);

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
  removed_at              timestamp with time zone,
  removed_why             text,
  primary key (district_id, id)
);
create index users_email on users (district_id, lower(NORMALIZE(email, NFC))) where (email is not null);
create index users_identifier on users (district_id, lower(NORMALIZE(identifier, NFC))) where (identifier is not null);
create index users_master on users (district_id, lower(NORMALIZE(user_master_identifier, NFC))) where (user_master_identifier is not null);
create unique index users_sourced on users (district_id, connection_id, sourced_id) where (removed_why is distinct from 'id_reused'::text);
create index users_username on users (district_id, lower(NORMALIZE(username, NFC))) where (username is not null);
alter table users enable row level security;
create policy own_district on users to rollbook_app using (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid) with check (district_id = (NULLIF(current_setting('app.district'::text, true), ''::text))::uuid);
grant select on users to rollbook_app;
