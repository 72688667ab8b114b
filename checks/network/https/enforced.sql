-- One row a declared host of a portal. HTTPS is enforced when the handshake ends well and plain http leads to https on
-- the same host with 301 or 308; it is offered when only the first holds.
select e.id as key,
       e.tls_ok and e.plain_to_https as enforced,
       e.tls_ok as offered
  from endpoints e
 where e.unit_id = :unit
   and e.role = 'portal'
