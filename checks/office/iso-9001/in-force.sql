-- One row a declaration on the unit's list of evidence; in force at the as-of date and proved by its file, it meets.
-- No file, or a scan without text, leaves it unknown until an evaluator settles it.
select declaration.id as key,
       declaration.valid_from <= :as_of and declaration.valid_to >= :as_of
         and file.opens and file.number_found as met
  from acts declaration
  left join evidence_files file on file.id = declaration.file_id
 where declaration.unit_id = :unit
   and declaration.kind = 'iso_9001'
