-- One row a person of the personnel list; one enabled mailbox of their own meets it.
select s.id as key,
       s.active and s.kind in ('cadre', 'civil_servant') as counted,
       (select some(box.active)
          from mailboxes box
         where box.staff_id = s.id) as met
  from staff s
 where s.unit_id = :unit
