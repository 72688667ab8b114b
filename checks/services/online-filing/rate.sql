-- A row is one line of a dossier report: the parts, or the total line where a report has no parts.
-- New dossiers of the period = received less carried over. Dossiers that the report puts under
-- neither channel leave a range for the online ones; channels that exceed the whole settle nothing.
select r.id as key,
       case when r.period_from >= :period_start
             and r.period_to <= :period_end
             and r.received_online + r.received_direct + r.carried_over <= r.received_total
            then r.received_total - r.carried_over
       end as den,
       case when r.received_online + r.received_direct + r.carried_over <= r.received_total
            then r.received_online
       end as num_low,
       case when r.received_online + r.received_direct + r.carried_over <= r.received_total
            then r.received_total - r.carried_over - r.received_direct
       end as num_high
  from dossier_report r
 where r.unit_id = :unit
   and (r.row_kind = 'part'
        or not exists (select 1
                         from dossier_report t
                        where t.unit_id = :unit
                          and t.row_kind = 'part'))
