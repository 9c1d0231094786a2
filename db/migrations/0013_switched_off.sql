-- Accounts that a plan switches off are weighed as removed ones are. Plans of before counted none.
update plans set tally = tally || '{"switchedOff": {"students": {}, "teachers": {}}}' where tally is not null and not tally ? 'switchedOff';
