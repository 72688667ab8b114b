-- A row is one survey of the kind that the rubric names. A survey outside the period, or with fewer
-- than :min_respondents answers, weighs nothing: 0 of 0. Where that is not known, neither amount is.
-- A score above its scale is a slip of the pen: the score counts as not known.
with result as (
    select s.id, s.score_num, s.score_den,
           s.period_from <= :period_end
           and s.period_to >= :period_start
           and s.respondents >= :min_respondents as large_enough
      from surveys s
     where s.unit_id = :unit
       and s.kind = :survey
)
select id as key,
       case when large_enough then score_den
            when not large_enough then 0
       end as den,
       case when large_enough and score_num <= score_den then score_num
            when not large_enough then 0
       end as num
  from result
