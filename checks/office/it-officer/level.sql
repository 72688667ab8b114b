-- One row a person of the unit with an IT role, or whose role is not known; the best-placed one decides.
-- A full-time officer without an IT degree stands with the part-time ones.
select s.id as key,
       s.active and s.it_role = 'full_time' and s.it_degree in ('bachelor', 'postgraduate') as full_time_university,
       s.active and s.it_role = 'full_time' and s.it_degree = 'college' as full_time_college,
       s.active and s.it_role <> 'none' as part_time
  from staff s
 where s.unit_id = :unit
   and s.it_role is not 'none'
