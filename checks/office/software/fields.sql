-- One row a field of specialised software, however often and in whatever letters it is written;
-- one system in use with users meets it. A system of no field, or of one not known, is a row of its own:
-- the first never meets, the second may be one more field.
select coalesce('field:' || fold(app.field), 'system:' || app.id) as key,
       some(app.field <> '' and app.in_use and app.users > 0) as met
  from systems app
 where app.unit_id = :unit
   and app.kind = 'specialised'
 group by coalesce('field:' || fold(app.field), 'system:' || app.id)
