-- The same rows as signed.sql, for a bundle in which no signature was read: what the system says of each document decides.
select doc.id as key,
       not doc.classified
         and doc.electronic
         and doc.issued_on between :period_start and :period_end as counted,
       doc.signed as met
  from documents doc
 where doc.unit_id = :unit
   and doc.direction = 'outgoing'
