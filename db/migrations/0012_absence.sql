-- Why the roster did not have somebody who signed in. It stood among what the provider said, where a claim of a
-- district may be called so, too.
alter table sign_ins add column absent text;
