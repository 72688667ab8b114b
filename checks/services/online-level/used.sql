-- A row is one procedure of the unit. It counts when it is in force and offered at level 3 or 4
-- (partial or full); it meets when a dossier of it was filed online in the period.
select p.id as key,
       p.in_force
       and (select some(g.level in ('l3', 'l4', 'partial', 'full'))
              from procedure_pages g
             where g.unit_id = :unit
               and g.code = p.code) as counted,
       (select some(d.online and d.filed_on between :period_start and :period_end)
          from dossiers d
         where d.unit_id = :unit
           and d.procedure_code = p.code) as met
  from procedures p
 where p.unit_id = :unit
