-- One row a report of the calendar that fell due in the period; sent after the due date is late, not sent is missing.
select report.id as key,
       report.done and report.done_on <= report.due_on as on_time,
       report.done as late
  from tasks report
 where report.unit_id = :unit
   and report.kind = 'periodic_report'
   and report.due_on between :period_start and :period_end
