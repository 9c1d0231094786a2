-- How a source says that it stands with the district while what it gives proves nobody gone: Clever's summer pause with
-- its days. null where it says nothing of the sort.
alter table connections add column rest jsonb;
