-- One row an incident on the unit's list, and one a portal on which something suspicious was found:
-- many spoilt pages of one portal are one incident.
select event.id as key,
       event.confirmed
         and event.happened_on between :period_start and :period_end as met
  from incidents event
 where event.unit_id = :unit

union all

select 'portal:' || finding.portal_id,
       some(finding.confirmed
            and finding.first_seen_on between :period_start and :period_end)
  from injections finding
 where finding.unit_id = :unit
 group by finding.portal_id
