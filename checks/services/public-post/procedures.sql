-- A row is one procedure of the unit; it meets when the list says that its dossiers are received
-- or its results returned through the public postal service.
select p.id as key,
       p.in_force as counted,
       p.public_post as met
  from procedures p
 where p.unit_id = :unit
