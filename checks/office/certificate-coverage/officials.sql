-- One row a person of the personnel list; leaders and accountants in post count.
-- A certificate of their own meets it when its whole chain is in date at :as_of and it was not revoked by then.
select s.id as key,
       s.active and s.duty in ('leader', 'accountant') as counted,
       (select some(cert.chain_from <= :as_of
                    and cert.chain_until >= :as_of
                    and (cert.revoked_on = '' or cert.revoked_on > :as_of))
          from certificates cert
         where cert.holder_id = s.id
           and cert.subject_kind = 'person') as met
  from staff s
 where s.unit_id = :unit
