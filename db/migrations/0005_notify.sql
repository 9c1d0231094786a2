-- Mail: what is to be told to whom, and what became of it.

-- A run that failed keeps the code of its error too: whoever is told of it hears what mends it.
alter table runs add column code text;

-- One row a person and thing to tell; its key says both, so that nothing is told twice. It holds no address and no
-- name: whom a mail goes to is looked up as it is sent. Mail of the vendor's own people, and of sign-in, has the
-- district 00000000-0000-0000-0000-000000000000.
create table outbox (
  district_id     uuid not null,
  key             text not null,              -- held:12:9f3c…:<person>
  console_user_id uuid not null,
  letter          jsonb not null,             -- template and facts: counts, ids, names of schools
  sealed          text,                       -- token of its link, sealed with the key of the data folder
  status          text not null default 'queued', -- queued, sent, gave_up or void
  queued_at       timestamptz not null,
  due_at          timestamptz not null,
  until           timestamptz not null,       -- not sent any more from here on
  attempts        integer not null default 0,
  claim           uuid,                       -- of the drain that has it now
  claimed_until   timestamptz,
  code            text,                       -- why it was not sent, or not yet
  ended_at        timestamptz,
  primary key (district_id, key)
);
create index outbox_due on outbox (district_id, due_at) where status = 'queued';

-- Who wants to hear of what; without a row, what their role hears of.
create table notify_choices (
  district_id     uuid not null,              -- the district of zeros for the vendor's own people
  console_user_id uuid not null,
  event           text not null,
  wanted          boolean not null,
  changed_at      timestamptz not null,
  primary key (district_id, console_user_id, event)
);

-- The last run that was looked at for what there is to tell: one whose teller was killed is made up for by the next.
create table notify_marks (
  district_id     uuid not null,
  run             integer not null,
  primary key (district_id)
);

select wall('outbox', 'select');
select wall('notify_choices', 'select, insert, update, delete');
select wall('notify_marks', 'select');
