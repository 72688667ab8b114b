-- One row a person of the personnel list; an attestation that holds at the as-of date meets it.
-- One without an end is 9999-12-31.
select s.id as key,
       s.active and s.kind in ('cadre', 'civil_servant') as counted,
       (select some(proof.held_on <= :as_of and proof.valid_to >= :as_of)
          from trainings proof
         where proof.staff_id = s.id
           and proof.kind = 'it_skill_standard') as met
  from staff s
 where s.unit_id = :unit
