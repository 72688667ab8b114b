-- One row a task of the plan due in the period; done by the as-of date meets it, in time or late.
select task.id as key,
       1 as counted,
       task.done and task.done_on <= :as_of as met
  from tasks task
 where task.unit_id = :unit
   and task.kind = 'plan_task'
   and task.due_on between :period_start and :period_end
