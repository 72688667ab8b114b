-- A row is one procedure of the unit. It meets when the portal offers it at level 3 or 4,
-- or, in the words used since 2022, as a partial or a full online service.
select p.id as key,
       p.in_force as counted,
       (select some(g.level in ('l3', 'l4', 'partial', 'full'))
          from procedure_pages g
         where g.unit_id = :unit
           and g.code = p.code) as met
  from procedures p
 where p.unit_id = :unit
