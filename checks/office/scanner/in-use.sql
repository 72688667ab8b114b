-- One row a scanner of the asset register; one in use is enough.
select scanner.id as key,
       scanner.in_use as met
  from devices scanner
 where scanner.unit_id = :unit
   and scanner.kind = 'scanner'
