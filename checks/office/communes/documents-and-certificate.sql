-- One row a commune of the unit; it takes both an electronic outgoing document of the period
-- and an organisation certificate that is usable at :as_of.
select o.id as key,
       o.active as counted,
       (select some(doc.electronic
                    and doc.issued_on between :period_start and :period_end)
          from documents doc
         where doc.org_id = o.id
           and doc.direction = 'outgoing')
         and (select some(cert.chain_from <= :as_of
                          and cert.chain_until >= :as_of
                          and (cert.revoked_on = '' or cert.revoked_on > :as_of))
                from certificates cert
               where cert.org_id = o.id
                 and cert.subject_kind = 'organisation') as met
  from organisations o
 where o.parent_id = :unit
   and o.kind = 'commune'
