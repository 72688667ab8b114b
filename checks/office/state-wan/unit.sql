-- One row a connection point listed for the unit; the one of the unit itself, working, meets. A point of a division or service unit does not.
select point.id as key,
       point.org_id = :unit and point.working as met
  from sites point
 where point.unit_id = :unit
   and point.kind = 'state_wan'
