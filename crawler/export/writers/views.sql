-- Views of the SQLite export. Each begins with its name and the sheets that it needs.

-- view applications: reports, cells
SELECT r.id, r.agency, r.division, r.agency_level, r.year, r.form,
    max(CASE WHEN c."row" IN ('new_received', 'requests_received') THEN c.value END) AS received,
    max(CASE WHEN c."row" = 'carried_in' THEN c.value END) AS carried_in,
    max(CASE WHEN c."row" = 'result_total' THEN c.value END) AS outcomes,
    max(CASE WHEN c."row" = 'carried_out' THEN c.value END) AS carried_out,
    r.url
FROM reports AS r LEFT JOIN cells AS c ON c.id = r.id AND (
    c."table" = 't3_requests' AND c."column" = 'total' OR c."table" = 'statistics' AND c."column" = 'value')
GROUP BY r.id;

-- view finding_counts: findings
SELECT code, severity, count(*) AS findings, count(DISTINCT id) AS reports
FROM findings GROUP BY code, severity ORDER BY findings DESC, code;

-- view nulls_by_status: cells
SELECT year, form, status, count(*) AS cells
FROM cells WHERE "table" IS NOT NULL AND value IS NULL GROUP BY year, form, status;
