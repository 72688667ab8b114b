-- Each line of the digitisation table gives two amounts: dossiers digitised on receipt of those
-- received, and results digitised of those solved. Lines are the parts, or the total line where
-- there are no parts. More digitised than there are leaves the number unknown.
with line as (
    select g.id, g.period_from, g.period_to,
           g.received, g.input_digitised, g.solved, g.result_digitised
      from digitisation g
     where g.unit_id = :unit
       and (g.row_kind = 'part'
            or not exists (select 1
                             from digitisation t
                            where t.unit_id = :unit
                              and t.row_kind = 'part'))
)
select id || ':input' as key,
       case when period_from >= :period_start and period_to <= :period_end then received end as den,
       case when input_digitised <= received then input_digitised end as num
  from line
union all
select id || ':result',
       case when period_from >= :period_start and period_to <= :period_end then solved end,
       case when result_digitised <= solved then result_digitised end
  from line
