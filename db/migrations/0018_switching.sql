-- A plan that would change where a district's records come from says what to; the connection stays as it is until the
-- plan is applied. The run that did it keeps what it connected the district to: base_before has what it was before.
alter table plans add column switches_to jsonb;
alter table runs add column switched_to jsonb;
update plans set tally = tally || '{"switches": null}' where tally is not null and not tally ? 'switches';
