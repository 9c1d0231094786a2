-- When each connection syncs, and which slot of its calendar was taken last.
create table schedules (
  district_id     uuid not null references districts,
  connection_id   uuid not null,
  schedule        jsonb,                      -- null: nobody has changed it, every night in the district's zone
  version         integer not null default 0, -- 0 for what nobody has changed
  last_slot       timestamptz,                -- taken by one process of many; what lies before is settled
  changed_at      timestamptz,
  who             text,
  primary key (district_id, connection_id)
);

select wall('schedules', 'select, insert, update');
