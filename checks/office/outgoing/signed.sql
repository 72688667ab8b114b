-- One row an outgoing document; only those issued electronically count.
-- Where a file of the document was read, its signatures decide: one of the organisation that is intact,
-- leads to an anchor and was valid when made. Where none was read, the system's own flag is believed.
select doc.id as key,
       not doc.classified
         and doc.electronic
         and doc.issued_on between :period_start and :period_end as counted,
       (select case when count(*) = 0
                    then doc.signed
                    else some(seal.signer_kind = 'organisation'
                              and seal.integrity
                              and seal.chain_ok
                              and seal.valid_at_signing)
               end
          from signatures seal
         where seal.document_id = doc.id) as met
  from documents doc
 where doc.unit_id = :unit
   and doc.direction = 'outgoing'
