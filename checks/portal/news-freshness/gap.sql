-- The median, over the days of the window, of the gap between two news that the
-- day lies in. Counted by days, not by news: ten news on one day fill one day, and
-- one news more never makes the median longer.
-- A gap that has no news before it has no length yet: `never`, which sorts last.
with recursive
day(d) as (
    select add_days(:as_of, 1 - :window)
    union all
    select add_days(d, 1) from day where d < :as_of
),
news(p) as (
    select distinct i.published_on
      from items i
     where i.unit_id = :unit
       and i.section = 'news'
       and i.published_on > ''
       and i.published_on <= :as_of
),
gap(g) as (
    select coalesce(days(max(case when n.p < day.d then n.p end),
                         coalesce(min(case when n.p >= day.d then n.p end), :as_of)),
                    'never')
      from day
      left join news n on true
     group by day.d
),
median(g) as (
    select g from gap order by g limit 1 offset ((:window - 1) >> 1)
)
-- An unread date could be any day: it can only shorten the gap, so it opens the low end.
select case when exists (select 1
                           from items i
                          where i.unit_id = :unit
                            and i.section = 'news'
                            and i.published_on is null)
            then 0
            else median.g end as lo,
       median.g as hi
  from median
