-- The console: who may look, what they decided, and a wall between districts that the server itself keeps.

-- People of the console are not rostered users: a district's admins, and the vendor's own staff. One password each,
-- however many districts they look after.
create table console_users (
  console_user_id uuid primary key,
  email           text not null,              -- as typed; compared in small letters
  name            text not null,
  vendor_role     text,                       -- support or admin, for the vendor's own people; null for a district's
  password_hash   text,                       -- argon2id; null until the invitation is taken
  totp_secret     text,                       -- encrypted with the key of the data folder; null without a second factor
  totp_last_step  bigint,                     -- a code is good once
  recovery_hashes text[] not null default '{}',
  totp_pending    text,                       -- shown to its owner and not yet confirmed by a code; encrypted too
  locale          text not null default 'en-US',
  created_at      timestamptz not null default now()
);
create unique index console_users_email on console_users (lower(email));

-- A session is found by the hash of its cookie, before anybody knows whose district it is.
create table console_sessions (
  session_hash    bytea primary key,
  console_user_id uuid,                       -- or:
  district_id     uuid,                       -- a rostered user of this district
  user_id         uuid,
  created_at      timestamptz not null,
  seen_at         timestamptz not null,
  expires_at      timestamptz not null,
  proven_at       timestamptz not null,       -- last password or second factor; approvals ask for a fresh one
  demo            boolean not null default false
);
create index console_sessions_person on console_sessions (console_user_id);

-- One-time links: an invitation, a forgotten password, or the second half of a sign-in. Only hashes are kept.
create table console_tickets (
  ticket_hash     bytea primary key,
  purpose         text not null,              -- invite, reset, factor
  console_user_id uuid not null references console_users,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  attempts        integer not null default 0, -- wrong codes of a second factor
  used_at         timestamptz
);
create index console_tickets_person on console_tickets (console_user_id);

-- Tries to sign in that came to nothing, by a keyed hash of the address that was typed: an address nobody has is
-- counted and locked like any other, so that a lock tells nothing.
create table sign_in_tries (
  email_hash      bytea primary key,
  tries           integer not null,
  last_at         timestamptz not null,
  locked_until    timestamptz
);

create table members (
  district_id     uuid not null references districts,
  console_user_id uuid not null,
  email           text not null,
  name            text not null,
  role            text not null,              -- owner, manager, viewer, helpdesk or privacy
  schools         text[],                     -- sourcedIds a school viewer sees; null for all
  invited_at      timestamptz not null default now(),
  seen_at         timestamptz,                -- last sign-in; null until the invitation is taken
  factor          boolean not null default false, -- has a second factor
  primary key (district_id, console_user_id)
);
create index members_person on members (console_user_id);

-- Who did what. Rows are chained by hash: each names the one before it, so that a row changed or taken out shows.
create table audit (
  district_id     uuid not null,
  seq             bigint not null,
  at              timestamptz not null,
  actor           text not null,              -- console:<id>, user:<id>, schedule, or the command line's word
  actor_kind      text not null,              -- member, vendor, user or system
  action          text not null,              -- category.operation
  target          text,
  detail          jsonb not null default '{}',
  before_hash     text not null,
  hash            text not null,
  primary key (district_id, seq)
);
create index audit_when on audit (district_id, at);

-- Decisions on a held plan, and the first half of one that takes two people.
create table approvals (
  district_id     uuid not null,
  plan            text not null,
  console_user_id uuid not null,
  digest          text not null,              -- of the plan that was looked at
  decision        jsonb not null,             -- {allow, only, schools}
  comment         text not null,
  at              timestamptz not null default now(),
  primary key (district_id, plan, console_user_id)
);

-- What people ask of Product Support: a system that is not listed, help with a screen, anything else.
create table requests (
  district_id     uuid not null,
  request_id      uuid not null,
  kind            text not null,              -- system, help or connection
  answers         jsonb not null,
  status          text not null default 'open', -- open, waiting, done or declined
  who             text not null,
  created_at      timestamptz not null default now(),
  answered_at     timestamptz,
  answer          text,
  primary key (district_id, request_id)
);

create table guide_feedback (
  district_id     uuid not null,
  feedback_id     uuid not null,
  guide           text not null,
  helpful         boolean not null,
  comment         text,
  at              timestamptz not null default now(),
  primary key (district_id, feedback_id)
);

-- How many of each there were at the end of a day, per school and for the district (school ''): the sparklines.
create table headcounts (
  district_id     uuid not null,
  day             date not null,              -- in the district's zone
  school          text not null,              -- sourcedId, or '' for the whole district
  students        integer not null,
  staff           integer not null,
  classes         integer not null,
  enrollments     integer not null,
  primary key (district_id, day, school)
);

-- Somebody looks after an issue, or nobody wants to hear of it for a while.
create table issue_care (
  district_id     uuid not null,
  rule            text not null,
  assignee        uuid,
  muted_until     date,
  who             text not null,
  at              timestamptz not null default now(),
  primary key (district_id, rule)
);

-- Where a district stands in its setup; begun today, finished next week.
create table setups (
  district_id     uuid not null references districts,
  step            text not null,              -- choose, prepare, connect, test, map or preview
  answers         jsonb not null default '{}',
  who             text not null,
  changed_at      timestamptz not null default now(),
  primary key (district_id)
);

-- The wall (docs/decisions/0008-walls.md). Whoever answers a browser acts as rollbook_app in a transaction that
-- names one district; without a name there is nothing to see. The owner of the tables runs the engine.
do $$ begin
  if not exists (select from pg_roles where rolname = 'rollbook_app') then
    create role rollbook_app nologin nobypassrls;
  end if;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant rollbook_app to %I', current_user);
  end if;
  execute format('grant usage on schema %I to rollbook_app', current_schema());
exception when duplicate_object or unique_violation then null; -- another process made it at this moment
end $$;

-- Puts a table of districts behind the wall, with the rights the browser's side has on it.
create or replace function wall(name regclass, rights text) returns void language plpgsql as $$ begin
  execute format('alter table %s enable row level security', name);
  -- For whom the wall binds, COPY is refused; so an owner it could bind stays outside.
  if (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) then
    execute format('alter table %s force row level security', name);
  end if;
  execute format('create policy own_district on %s to rollbook_app
    using (district_id = nullif(current_setting(''app.district'', true), '''')::uuid)
    with check (district_id = nullif(current_setting(''app.district'', true), '''')::uuid)', name);
  execute format('grant %s on %s to rollbook_app', rights, name);
end $$;

select wall(name, 'select') from unnest(array[
  'districts', 'connections', 'rules', 'runs', 'plans', 'plan_changes', 'issues', 'changes', 'orgs',
  'academic_sessions', 'courses', 'classes', 'users', 'roles', 'enrollments', 'demographics', 'headcounts'
]::regclass[]) name;
select wall(name, 'select, insert, update, delete') from unnest(array[
  'members', 'requests', 'issue_care', 'setups', 'guide_feedback'
]::regclass[]) name;
select wall(name, 'select, insert') from unnest(array['audit', 'approvals']::regclass[]) name;
