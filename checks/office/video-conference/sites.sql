-- One row a body: the unit itself and each commune. A site of its own that works and was used in the period meets it.
select o.id as key,
       o.active as counted,
       (select some(room.working and room.last_used_on between :period_start and :period_end)
          from sites room
         where room.org_id = o.id
           and room.kind = 'video_conference') as met
  from organisations o
 where (o.id = :unit or o.parent_id = :unit)
   and o.kind in ('unit', 'commune')
