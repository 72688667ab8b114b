-- One row an interval of a portal at a vantage: its seconds, and those of them in which the portal was up. A portal that
-- answers ill («degraded») is up; announced maintenance does not count; an interval of which nothing is known may be
-- either, so only its ends are.
select u.id as key,
       u.seconds * (u.state <> 'maintenance') as den,
       u.seconds * (u.state in ('up', 'degraded')) as num_low,
       u.seconds * (u.state in ('up', 'degraded', 'unknown')) as num_high
  from uptime u
 where u.unit_id = :unit
