-- One row a topic, always these four; a rule on it, in force at the as-of date and proved by its file, meets it.
-- A rule that covers two topics is listed once for each.
with topic(key) as (values ('documents'), ('mail'), ('portal'), ('security'))
select topic.key as key,
       (select some(rule.valid_from <= :as_of and rule.valid_to >= :as_of
                    and file.opens and file.number_found)
          from acts rule
          left join evidence_files file on file.id = rule.file_id
         where rule.unit_id = :unit
           and rule.kind = 'rule'
           and rule.subject = topic.key) as met
  from topic
