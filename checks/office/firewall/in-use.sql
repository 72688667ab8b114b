-- One row a firewall or intrusion alert of the asset register; one in use is enough.
select guard.id as key,
       guard.in_use as met
  from devices guard
 where guard.unit_id = :unit
   and guard.kind in ('firewall', 'intrusion_alert')
