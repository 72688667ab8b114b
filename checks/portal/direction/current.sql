-- Four sections, one row each. The schedule is judged by the days it is about,
-- the others by the day of publication; a date after :as_of does not count.
with topic(key, max_age) as (
    values ('direction', :direction_days),
           ('feedback_handling', :feedback_days),
           ('rewards', :rewards_days),
           ('schedule', 0)
)
select topic.key,
       (select some(case when topic.key = 'schedule'
                         then i.valid_from <= :as_of and i.valid_to >= :as_of
                         else i.published_on between add_days(:as_of, -topic.max_age) and :as_of
                    end)
          from items i
         where i.unit_id = :unit
           and i.section = topic.key) as met
  from topic
