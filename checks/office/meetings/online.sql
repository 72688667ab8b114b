-- One row a meeting of any kind; held on line, it adds to the period in which its day lies.
select m.id as key,
       m.online and m.held_on between :period_start and :period_end as now,
       m.online and m.held_on between :previous_start and :previous_end as before
  from meetings m
 where m.unit_id = :unit
