-- A row is one question or petition received in the period. It counts once it was answered
-- or once its deadline has gone by without an answer. Its deadline is due_on; where that is ''
-- the rule's :answer_days working days apply. A due_on that is not known falls into the branch
-- of the comparison, which then is not known either. An answer that shows no date is not on time.
select f.id as key,
       f.received_on between :period_start and :period_end
       and (f.answered
            or case when f.due_on = ''
                    then working_days(f.received_on, :as_of) > :answer_days
                    else f.due_on < :as_of
               end) as counted,
       f.answered
       and f.answered_on > ''
       and case when f.due_on = ''
                then working_days(f.received_on, f.answered_on) <= :answer_days
                else f.answered_on <= f.due_on
           end as met
  from feedback f
 where f.unit_id = :unit
