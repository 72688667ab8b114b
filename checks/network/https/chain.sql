-- One row a host of a portal, and its www. twin where that answers. Valid is what a browser accepts as it was sent;
-- incomplete is a chain that only fetched intermediates complete, or a www. twin that the name does not cover.
-- Dates are left out here: the third indicator has them.
select e.id as key,
       e.role = 'portal'
           or case when e.outcome in ('observed', 'absent', 'unreachable') then e.outcome = 'observed' end as counted,
       e.tls_ok and e.chain_ok and e.name_ok as valid,
       e.tls_ok and (e.chain_ok or e.chain_ok_aia) and (e.name_ok or e.role = 'www') as incomplete
  from endpoints e
 where e.unit_id = :unit
   and e.role in ('portal', 'www')
