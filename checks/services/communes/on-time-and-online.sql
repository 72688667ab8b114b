-- The communes whose own criteria are averaged; each is scored from this same bundle.
select o.id as key,
       o.active as counted
  from organisations o
 where o.parent_id = :unit
   and o.kind = 'commune'
