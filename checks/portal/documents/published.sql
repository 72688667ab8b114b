-- One row an outgoing document. Numbers start again each year, so the portal's
-- entry has to agree in number and in day of issue, and its file has to open.
select d.id as key,
       d.must_publish
           and not d.classified
           and d.issued_on between :period_start and :period_end as counted,
       (select some(p.issued_on = d.issued_on and p.file_ok)
          from posted_documents p
         where p.unit_id = :unit
           and p.number_key = d.number_key
           and p.number_key <> '') as met
  from documents d
 where d.unit_id = :unit
   and d.direction = 'outgoing'
