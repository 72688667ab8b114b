-- The bodies whose own portal criteria are averaged: the unit's communes that exist.
-- Each is scored from the same bundle with :unit = its id.
select o.id as key,
       o.active as counted
  from organisations o
 where o.parent_id = :unit
   and o.kind = 'commune'
