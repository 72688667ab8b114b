-- A row is one procedure of the unit. It counts while it is in force, and it meets
-- when some page of the portal shows it with no part missing.
select p.id as key,
       p.in_force as counted,
       (select some(g.parts_missing = '')
          from procedure_pages g
         where g.unit_id = :unit
           and g.code = p.code) as met
  from procedures p
 where p.unit_id = :unit
