-- Search: what is typed finds people, classes and schools. An index beside the roster and never on its tables, so
-- that no import waits for it; src/store/search/refresh.ts brings it up to the change feed after a run.

create table search_states (
  district_id  uuid not null references districts,
  seq          bigint not null,               -- of the change feed: what came until then is found
  generation   integer not null,              -- moves when all entries get new numbers; a page's cursor names it
  last_number  integer not null,
  counts       jsonb not null,                -- entries by their facets, for a list that nobody narrowed
  primary key (district_id)
);

-- One for each person, class and school. Small numbers keep the lists below small, and stand in the order of names.
create table search_entries (
  district_id  uuid not null,
  number       integer not null,
  kind         text not null,                 -- users, classes or orgs
  id           uuid not null,
  facets       smallint not null,             -- bits: students 1, staff 2, classes 4, schools 8, others 16; removed 32
  words        text[] not null,               -- folded: what it is found by, so that it can be taken out again
  ids          text[] not null,
  schools      text[] not null,               -- sourcedIds
  primary key (district_id, number)
);
create unique index search_entries_id on search_entries (district_id, id);
create index search_entries_facets on search_entries (district_id, facets, number);

-- Who is found by a word of a name, or belongs to a school, in one list a facet.
create table search_lists (
  district_id  uuid not null,
  field        text not null,                 -- name or school
  word         text collate "C" not null,
  facets       smallint not null,
  entries      integer[] not null,
  primary key (district_id, field, word, facets)
);

-- sourcedIds, usernames, e-mails and identifiers: nearly each is one person's alone.
create table search_ids (
  district_id  uuid not null,
  word         text collate "C" not null,
  number       integer not null,
  primary key (district_id, word, number)
);

-- All words of names by their length, parted by blanks: typing errors are looked for among them in one go.
create table search_words (
  district_id  uuid not null,
  length       smallint not null,
  words        text not null,
  primary key (district_id, length)
);

select wall(name, 'select') from unnest(array[
  'search_states', 'search_entries', 'search_lists', 'search_ids', 'search_words'
]::regclass[]) name;
