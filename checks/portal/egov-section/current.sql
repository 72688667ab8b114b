-- One row an article of the section; one current article makes it a yes.
select i.id as key,
       i.published_on between add_days(:as_of, -:max_age_days) and :as_of as met
  from items i
 where i.unit_id = :unit
   and i.section = 'egov'
