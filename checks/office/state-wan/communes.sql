-- One row a commune of the unit; one working connection point of its own meets it.
select o.id as key,
       o.active as counted,
       (select some(point.working)
          from sites point
         where point.org_id = o.id
           and point.kind = 'state_wan') as met
  from organisations o
 where o.parent_id = :unit
   and o.kind = 'commune'
