-- One row a system of the unit; it counts while it is in use.
-- An approval of its level, 1 to 5, in force at :as_of and proved by its file, meets it; the act names the system by its id.
select app.id as key,
       app.in_use as counted,
       (select some(approval.valid_from <= :as_of
                    and approval.valid_to >= :as_of
                    and approval.level between 1 and 5
                    and file.opens
                    and file.number_found)
          from acts approval
          left join evidence_files file on file.id = approval.file_id
         where approval.unit_id = :unit
           and approval.kind = 'security_level'
           and approval.subject = app.id) as met
  from systems app
 where app.unit_id = :unit
