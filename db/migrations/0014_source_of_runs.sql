-- Which source a run read. Where it is another than the roster's, ids are compared with more care; null of runs that
-- read none, and of those before.
alter table runs add column source text;
