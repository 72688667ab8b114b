-- Four items, one row each. A leader or a sub-unit with a gap spoils its item,
-- so those two also need at least one entry: `every` over no rows is 1.
select 'organisation' as key,
       (select some(p.text_chars >= :min_text_chars)
          from pages p
         where p.unit_id = :unit
           and p.section = 'organisation') as met

union all

select 'leaders',
       (select count(*) > 0
               and every(c.name <> '' and c.position <> '' and c.duties and c.biography)
          from contacts c
         where c.unit_id = :unit
           and c.kind = 'leader')

union all

select 'contact',
       (select some(c.position <> '' and c.phone <> '' and c.email_domain like '%.gov.vn')
          from contacts c
         where c.unit_id = :unit
           and c.kind = 'official')

union all

select 'sub_units',
       (select count(*) > 0
               and every(c.name <> '' and (c.phone <> '' or c.address <> ''))
          from contacts c
         where c.unit_id = :unit
           and c.kind = 'sub_unit')
