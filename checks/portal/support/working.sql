-- Four functions, one row each; one working example is enough for its function.
select 'search' as key,
       (select some(s.position between 1 and :top_results)
          from searches s
         where s.unit_id = :unit
           and s.scope = 'site') as met

union all

select 'site_map',
       (select some(p.outcome = 'observed' and p.text_chars > 0)
          from pages p
         where p.unit_id = :unit
           and p.section = 'site_map')

union all

select 'feed',
       (select some(f.parses and f.entries > 0)
          from feeds f
         where f.unit_id = :unit
           and f.kind in ('rss', 'atom'))

union all

select 'links',
       (select some(l.status between 200 and 399)
          from links l
         where l.unit_id = :unit
           and l.block = 'related')
