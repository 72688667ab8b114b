-- A row is one line of a dossier report: the parts, or the total line where a report has no parts.
-- Solved dossiers that the report puts under none of early, on time and overdue leave a range;
-- classes that exceed the whole leave the number on time unknown.
select r.id as key,
       case when r.period_from >= :period_start
             and r.period_to <= :period_end
            then r.solved_total
       end as den,
       case when r.solved_early + r.solved_on_time + r.solved_overdue <= r.solved_total
            then r.solved_early + r.solved_on_time
       end as num_low,
       case when r.solved_early + r.solved_on_time + r.solved_overdue <= r.solved_total
            then r.solved_total - r.solved_overdue
       end as num_high
  from dossier_report r
 where r.unit_id = :unit
   and (r.row_kind = 'part'
        or not exists (select 1
                         from dossier_report t
                        where t.unit_id = :unit
                          and t.row_kind = 'part'))
