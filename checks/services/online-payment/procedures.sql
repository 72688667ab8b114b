-- A row is one procedure of the unit. It counts when it is in force and bears a fee or charge;
-- it meets when the portal lets the payer pay online.
select p.id as key,
       p.in_force and p.has_fee as counted,
       (select some(g.payable_online)
          from procedure_pages g
         where g.unit_id = :unit
           and g.code = p.code) as met
  from procedures p
 where p.unit_id = :unit
