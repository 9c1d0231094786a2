-- What a district is known by outside: its NCES id and its state, by which those who share through a provider are found.
alter table districts
  add column nces_id text not null default '',
  add column state   text not null default '';
