-- One row a person of the personnel list; a computer in use, entered under that person, meets it.
select s.id as key,
       s.active and s.kind in ('cadre', 'civil_servant') as counted,
       (select some(pc.in_use)
          from devices pc
         where pc.staff_id = s.id
           and pc.kind = 'computer') as met
  from staff s
 where s.unit_id = :unit
