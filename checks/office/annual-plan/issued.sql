-- One row a plan on the unit's list of evidence; the best one decides.
-- It counts when it covers part of the period and its file opens and shows the number cited.
-- No file at all, or a scan without text, leaves the plan unknown until an evaluator settles it.
select act.id as key,
       act.valid_from <= :period_end and act.valid_to >= :period_start
         and file.opens and file.number_found
         and act.issued_on <= act.due_on as on_time,
       act.valid_from <= :period_end and act.valid_to >= :period_start
         and file.opens and file.number_found as late
  from acts act
  left join evidence_files file on file.id = act.file_id
 where act.unit_id = :unit
   and act.kind = 'annual_plan'
