-- One row a computer of the asset register; a machine out of use is not counted.
select pc.id as key,
       pc.in_use as counted,
       pc.lan as met
  from devices pc
 where pc.unit_id = :unit
   and pc.kind = 'computer'
