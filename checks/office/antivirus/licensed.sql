-- One row a computer of the asset register; met while its licence runs at the as-of date.
-- A licence without an end is 9999-12-31; '' (no licence) lies before every date and does not meet.
select pc.id as key,
       pc.in_use as counted,
       pc.antivirus and pc.antivirus_until >= :as_of as met
  from devices pc
 where pc.unit_id = :unit
   and pc.kind = 'computer'
