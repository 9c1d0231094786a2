import type pg from 'pg'
import { addDistrict, connect, findConnection } from '../src/store/districts.ts'

/** Thirty syllables: three make one of 20,000 family names or 5,000 given ones, the first of them far more often. */
const syllables = `array['ar','bel','cor','dan','el','fer','gar','han','il','jon','kal','lin','mar','nor','ol','par','quin','rod',
  'sal','tor','ul','vas','wil','xan','yor','zel','mc','smi','gon','ber']`
const name = (number: string) =>
  [1, 30, 900].map(step => `(${syllables})[1 + (${number} / ${step}) % 30]`).join(' || ')

/** Writes people, their roles, classes and schools straight into the tables: what is measured is not their import. */
export async function fillDistrict(pool: pg.Pool, people: number): Promise<string> {
  const district = await addDistrict(pool, 'lincoln-usd', 'Lincoln USD', 'America/Chicago')
  await connect(pool, district, 'oneroster-csv', {}, 'bench')
  const { connectionId } = await findConnection(pool, district)
  const schools = Math.max(1, Math.round(people / 850))
  const own = `'${district.districtId}'::uuid, '${connectionId}'::uuid, gen_random_uuid(), 1, 1`
  const into = (table: string, columns: string) =>
    `insert into ${table} (district_id, connection_id, id, created_run, updated_run, sourced_id, ${columns}) select ${own},`
  await pool.query(`select setseed(0.5)`)
  await pool.query(
    `${into('orgs', 'name, type')} 's-' || n, initcap(${name('n * 7')}) || ' School', 'school' from generate_series(1, ${schools}) n`,
  )
  await pool.query(
    `${into('classes', 'title, class_code, school_sourced_id')} 'c-' || n, (array['Algebra I','Biology','World History','Art'])[1 + n % 4]
      || ', period ' || (n % 7 + 1), 'X' || n, 's-' || (1 + n % ${schools}) from generate_series(1, ${Math.round(people / 22)}) n`,
  )
  await pool.query(
    `${into('users', 'enabled_user, username, given_name, family_name, identifier, email')} 'u-' || n, true, given || '.' || family || n,
      initcap(given), initcap(family), (100000000 + n)::text, given || '.' || family || n || '@students.lincoln.example'
      from (select n, ${name('family')} as family, ${name('(given + 901)')} as given from (
        select n, floor(power(random(), 2.2) * 20000)::int as family, floor(power(random(), 2.2) * 5000)::int as given
        from generate_series(1, ${people}) n) drawn) named`,
  )
  await pool.query(
    `${into('roles', 'user_sourced_id, role_type, role, org_sourced_id')} 'r-' || n, 'u-' || n, 'primary',
      case when n % 17 = 0 then 'teacher' else 'student' end, 's-' || (1 + n % ${schools}) from generate_series(1, ${people}) n`,
  )
  await pool.query('update districts set last_seq = 1')
  await pool.query('analyze')
  return district.districtId
}
