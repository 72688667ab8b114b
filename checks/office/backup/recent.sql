-- One row a backup device; in use, and its newest log entry at most :max_age_days old at the as-of date.
-- '' (the log was looked at and is empty) lies before every date and does not meet.
select store.id as key,
       store.in_use and store.last_log_on >= add_days(:as_of, -:max_age_days) as met
  from devices store
 where store.unit_id = :unit
   and store.kind = 'backup'
