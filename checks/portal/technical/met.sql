-- Four requirements, one row each. Every host and every page has to meet them, and
-- `every` over no rows is 1: so each also needs at least one row.
-- A certificate is judged on the day it was seen, not at :as_of.
select 'https' as key,
       (select count(*) > 0
               and every(e.tls_ok
                         and e.chain_ok
                         and e.name_ok
                         and e.not_after >= substr(e.observed_at, 1, 10)
                         and e.plain_to_https)
          from endpoints e
         where e.unit_id = :unit
           and e.role = 'portal') as met

union all

select 'ipv6',
       (select count(*) > 0
               and every(e.ipv6_address and e.ipv6_ok)
          from endpoints e
         where e.unit_id = :unit
           and e.role = 'portal')

union all

select 'mobile',
       (select count(*) > 0
               and every(p.viewport)
          from pages p
         where p.unit_id = :unit
           and p.kind = 'home')

union all

-- One unread page leaves both sums unknown: its images may be many.
select 'accessible',
       (select count(*) > 0
               and every(p.lang_declared like 'vi%' or p.lang_declared like 'en%')
               and sum_known(p.images_alt) * 100 >= :alt_percent * sum_known(p.images)
          from pages p
         where p.unit_id = :unit
           and p.outcome <> 'absent')
