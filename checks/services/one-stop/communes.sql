-- A row is one commune of the unit. It meets when the one-stop system reports at least one
-- dossier received by it in a period that touches the round's.
select o.id as key,
       o.active as counted,
       (select some(r.received_total > 0
                    and r.period_from <= :period_end
                    and r.period_to >= :period_start)
          from dossier_report r
         where r.org_id = o.id) as met
  from organisations o
 where o.parent_id = :unit
   and o.kind = 'commune'
