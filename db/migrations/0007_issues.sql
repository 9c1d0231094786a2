-- Why somebody does not want to hear of a rule for a while.
alter table issue_care add column note text not null default '';
-- The page of one rule, and the next one after it, in districts with many of them.
create index issues_rule on issues (district_id, rule, run, seq) where (closed_run is null);
