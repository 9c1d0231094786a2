import { Outlet, useParams, useRouter } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Overview } from '../../../src/http/contract/overview.ts'
import { useRead } from '../data/queries.ts'
import { Banner } from '../design/Banner.tsx'
import { ButtonLink } from '../design/Button.tsx'
import { Page } from '../design/Page.tsx'
import { Loaded } from '../design/PageStates.tsx'
import { Zone } from '../design/Time.tsx'
import { Proof } from '../session/Proof.tsx'
import { SessionEnd } from '../session/SessionEnd.tsx'
import { SignedIn } from '../session/SignedIn.tsx'
import { homeOf, useSession } from '../session/session.ts'
import { useSay } from '../words/say.tsx'
import { Cover } from './Cover.tsx'
import { DistrictContext, type DistrictHere } from './district.ts'
import { Foot } from './Foot.tsx'
import { PlaceContext } from './place.ts'
import { SettingsNav } from './SettingsNav.tsx'
import cover from './Cover.module.css'
import styles from './Shell.module.css'

/** Settings of a district: its name on the cover, the navigation at the left, times in its zone. */
export function DistrictFrame() {
  return (
    <SignedIn>
      <Chosen />
    </SignedIn>
  )
}

function Chosen() {
  const { district: key = '' } = useParams({ strict: false })
  const { districts, who } = useSession()
  const mine = districts.find(one => one.key === key)
  const here = useMemo(() => mine && hereOf(mine.key, mine), [mine])
  if (here) return <Inside district={here} />
  if (who.kind === 'vendor') return <OfVendor districtKey={key} />
  return <NotYours districtKey={key} />
}

/** The vendor's people reach every district, so that their session lists none: the district says itself who it is. */
function OfVendor({ districtKey }: { districtKey: string }) {
  const { rights } = useSession()
  const query = useRead<Overview>(`/api/districts/${districtKey}/overview`)
  return (
    <Loaded query={query}>
      {({ district }) => <Inside district={hereOf(districtKey, { ...district, role: null, rights })} />}
    </Loaded>
  )
}

function hereOf(key: string, known: Pick<DistrictHere, 'name' | 'zone' | 'role' | 'rights'>): DistrictHere {
  const { name, zone, role, rights } = known
  return { key, name, zone, role, rights, path: `/d/${key}`, api: `/api/districts/${key}` }
}

function Inside({ district }: { district: DistrictHere }) {
  const session = useSession()
  const { who } = session
  const guest = who.kind === 'guest'
  return (
    <DistrictContext value={district}>
      <PlaceContext value={district.name}>
        <Zone zone={district.zone}>
          <Proof>
            <Cover
              home={guest || who.kind === 'vendor' ? homeOf(session) : `${district.path}/settings/rostering`}
              place={<Switcher district={district} />}
              {...(!guest && { search: `${district.path}/people` })}
            />
            <SessionEnd />
            <div className={guest ? undefined : styles.frame}>
              {!guest && <SettingsNav />}
              <main id="main" tabIndex={-1} className={guest ? styles.wide : styles.main}>
                {guest && <ByLink name={district.name} />}
                {who.kind === 'vendor' && <Visiting name={district.name} />}
                <Outlet />
                <Foot />
              </main>
            </div>
          </Proof>
        </Zone>
      </PlaceContext>
    </DistrictContext>
  )
}

/** The vendor's people are guests: whose data it is, what they may do with it, and that the district sees it. */
function Visiting({ name }: { name: string }) {
  const say = useSay()
  const { who, vendor } = useSession()
  return (
    <div className={styles.visiting}>
      <Banner tone="running" icon="people">
        {say(who.role === 'admin' ? 'visiting.admin' : 'visiting.support', {
          district: name,
          vendor: vendor.name,
        })}
      </Banner>
    </div>
  )
}

/** Whoever came by a link sees the setup of one district, and that this is all. */
function ByLink({ name }: { name: string }) {
  const say = useSay()
  return (
    <div className={styles.visiting}>
      <Banner tone="running" icon="key">
        {say('visiting.link', { district: name })}
      </Banner>
    </div>
  )
}

/** The name of the district; whoever looks after several chooses here. */
function Switcher({ district }: { district: DistrictHere }) {
  const say = useSay()
  const router = useRouter()
  const { districts } = useSession()
  if (districts.length < 2) return <>{district.name}</>
  return (
    <select
      className={cover.switch}
      aria-label={say('district.switch')}
      value={district.key}
      onChange={event => router.history.push(`/d/${event.currentTarget.value}/settings/rostering`)}
    >
      {districts.map(one => (
        <option key={one.key} value={one.key}>
          {one.name}
        </option>
      ))}
    </select>
  )
}

/** Said the same whether the district exists or not. */
function NotYours({ districtKey }: { districtKey: string }) {
  const say = useSay()
  const session = useSession()
  return (
    <>
      <Cover home={homeOf(session)} place={session.vendor.name} />
      <main id="main" tabIndex={-1} className={styles.alone}>
        <Page title={say('failed.locked')} lead={say('district.notYours', { district: districtKey })}>
          <p className={styles.aloneAction}>
            <ButtonLink to="/">{say('missing.home')}</ButtonLink>
          </p>
        </Page>
      </main>
    </>
  )
}
