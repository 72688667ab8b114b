-- One row a meeting of the board; in the period and with a notice of conclusions it counts.
select m.id as key,
       m.held_on between :period_start and :period_end and m.record_number <> '' as met
  from meetings m
 where m.unit_id = :unit
   and m.kind = 'steering_board'
