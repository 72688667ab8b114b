-- One row a host that shows a certificate. Its end is compared with the day it was seen, not with :as_of: a certificate
-- that was renewed in the meantime is another one.
select e.id as key,
       e.not_after <> '' as counted,
       e.not_after > add_days(substr(e.observed_at, 1, 10), :warn_days) as far,
       e.not_after >= substr(e.observed_at, 1, 10) as near
  from endpoints e
 where e.unit_id = :unit
   and e.role in ('portal', 'www')
