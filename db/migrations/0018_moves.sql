-- A plan that is made from another source than the district's: which connection it takes the place of, and with which.
-- Carried out with the plan, and taken back when its run is undone. Secrets are none of it.
alter table runs add column moves jsonb;
