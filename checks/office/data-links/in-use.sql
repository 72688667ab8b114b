-- One row a connection of the unit; transactions, the last of them within the period, meet it.
select link.id as key,
       link.transactions > 0
         and link.last_used_on between :period_start and :period_end as met
  from data_links link
 where link.unit_id = :unit
