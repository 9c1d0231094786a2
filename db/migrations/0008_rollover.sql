-- What people tick off on the way to a new school year; what can be read from the roster is not written down here.
create table rollover_ticks (
  district_id  uuid not null,
  school_year  text not null,                 -- of the year that begins
  step         text not null,
  who          text not null,
  ticked_at    timestamptz not null,
  primary key (district_id, school_year, step)
);
select wall('rollover_ticks', 'select, insert, delete');
