-- One row a person of the personnel list; one course on IT or information security within the period meets it.
select s.id as key,
       s.active and s.kind in ('cadre', 'civil_servant') as counted,
       (select some(course.held_on between :period_start and :period_end)
          from trainings course
         where course.staff_id = s.id
           and course.kind in ('it_training', 'security_training')) as met
  from staff s
 where s.unit_id = :unit
