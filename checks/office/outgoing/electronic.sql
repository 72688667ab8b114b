-- One row an outgoing document of the system; it counts when it is not classified and was issued in the period.
select doc.id as key,
       not doc.classified
         and doc.issued_on between :period_start and :period_end as counted,
       doc.electronic as met
  from documents doc
 where doc.unit_id = :unit
   and doc.direction = 'outgoing'
