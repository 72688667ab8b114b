-- One row a commune of the unit; one person of its own in post with an IT role meets it.
select o.id as key,
       o.active as counted,
       (select some(s.active and s.it_role <> 'none')
          from staff s
         where s.org_id = o.id) as met
  from organisations o
 where o.parent_id = :unit
   and o.kind = 'commune'
