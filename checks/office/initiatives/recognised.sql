-- One row a decision of recognition on the unit's list of evidence; issued in the period and proved by its file, it meets.
-- No file, or a scan without text, leaves it unknown until an evaluator settles it.
select decision.id as key,
       decision.issued_on between :period_start and :period_end
         and file.opens
         and file.number_found as met
  from acts decision
  left join evidence_files file on file.id = decision.file_id
 where decision.unit_id = :unit
   and decision.kind = 'initiative'
