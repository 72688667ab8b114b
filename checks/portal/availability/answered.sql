-- One row a portal. It meets when its home page answered to more than half of the attempts. A refusal (a firewall, a
-- captcha) and a fault of our own tell nothing.
select p.id as key,
       1 as counted,
       case when p.outcome in ('observed', 'absent', 'unreachable') then p.outcome = 'observed' end as met
  from portals p
 where p.unit_id = :unit
