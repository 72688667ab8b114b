-- Six sections, one row each: is there an entry that was published in the period?
with topic(key) as (
    values ('planning'),
           ('plans'),
           ('budget'),
           ('projects'),
           ('procurement'),
           ('statistics')
)
select topic.key,
       (select some(i.published_on between :period_start and :period_end)
          from items i
         where i.unit_id = :unit
           and i.section = topic.key) as met
  from topic
