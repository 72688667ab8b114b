-- One row a work file, paper ones included; it counts when it was opened in the period.
select task_file.id as key,
       task_file.opened_on between :period_start and :period_end as counted,
       task_file.in_system as met
  from work_files task_file
 where task_file.unit_id = :unit
