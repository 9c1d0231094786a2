-- The last event of the source that the roster has, and when it had it; the last one that somebody was sent for, and
-- when, so that a plan that waits for a person is not made anew each minute. `polled` says how asking goes.
alter table connections add column event_cursor text;
alter table connections add column event_at timestamptz;
alter table connections add column event_asked text;
alter table connections add column event_asked_at timestamptz;
alter table connections add column event_due timestamptz;
alter table connections add column event_failures int not null default 0;
