-- One row a person; an enabled mailbox with a login in enough different ISO weeks of the period meets it.
-- A period of n days has n / 7 weeks, rounded down (52 in a year); both sides are multiplied by 700 to stay whole,
-- and the 6 days taken off do the rounding down.
select s.id as key,
       s.active and s.kind in ('cadre', 'civil_servant') as counted,
       (select some(box.active
                    and (select count(distinct iso_week(visit.on_date))
                           from logins visit
                          where visit.mailbox_id = box.id
                            and visit.on_date between :period_start and :period_end) * 700
                        >= :weeks_percent * (days(:period_start, :period_end) + 1 - 6))
          from mailboxes box
         where box.staff_id = s.id) as met
  from staff s
 where s.unit_id = :unit
