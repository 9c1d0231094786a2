import { useParams, useRouter } from '@tanstack/react-router'
import type { HandBody, HandMade } from '../../../../src/http/contract/hand.ts'
import type { PersonView, SchoolPage } from '../../../../src/http/contract/people.ts'
import { write } from '../../data/api.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { recordPage } from '../../data/record.ts'
import { useAloud } from '../../design/Aloud.tsx'
import { Banner } from '../../design/Banner.tsx'
import { Button, ButtonLink, Buttons } from '../../design/Button.tsx'
import { Select, TextField } from '../../design/Field.tsx'
import { Form } from '../../design/Form.tsx'
import { Page } from '../../design/Page.tsx'
import { Loaded } from '../../design/PageStates.tsx'
import { useLocked } from '../../session/may.ts'
import { useDistrict } from '../../shell/district.ts'
import { useGradeWord } from '../../words/grade-word.ts'
import { useSay, useSayCode } from '../../words/say.tsx'

const roles = [
  'student',
  'teacher',
  'aide',
  'counselor',
  'principal',
  'siteAdministrator',
  'districtAdministrator',
] as const
const grades = [
  'PR',
  'PK',
  'TK',
  'KG',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '07',
  '08',
  '09',
  '10',
  '11',
  '12',
  '13',
  'UG',
  'Other',
] as const

/** A person made by hand: new, or to be changed. Whom the source manages is changed in the SIS. */
export function HandPerson() {
  const say = useSay()
  const { api, path } = useDistrict()
  const { id } = useParams({ strict: false })
  const person = useRead<PersonView>(id === undefined ? null : `${api}/people/${id}`)
  const schools = useRead<SchoolPage>(`${api}/schools`)
  return (
    <Page
      title={say(id === undefined ? 'hand.add' : 'hand.edit')}
      lead={say('hand.lead')}
      crumbs={[
        { label: say('settings'), to: `${path}/settings` },
        { label: say('people.title'), to: `${path}/people` },
      ]}
    >
      <Loaded query={schools} rows={6}>
        {({ hits }) =>
          id === undefined ? (
            <PersonForm schools={hits} person={null} />
          ) : (
            <Loaded query={person} rows={6}>
              {found => <PersonForm schools={hits} person={found} />}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  )
}

type Text = 'givenName' | 'familyName' | 'preferredGivenName' | 'email' | 'username' | 'identifier'

function PersonForm({ schools, person }: { schools: SchoolPage['hits']; person: PersonView | null }) {
  const say = useSay()
  const code = useSayCode()
  const grade = useGradeWord()
  const aloud = useAloud()
  const router = useRouter()
  const { api, path, name } = useDistrict()
  const locked = useLocked()('decide')
  const save = useWrite(
    async (body: HandBody) => {
      const made =
        person === null
          ? await write<HandMade>('POST', `${api}/people`, body)
          : await write<HandMade>('PUT', `${api}/people/${person.record.id}`, body)
      aloud.note(say('hand.saved', { run: made.run }))
      router.history.push(recordPage(path, 'users', made.id))
    },
    [api],
  )
  if (person !== null && !person.record.byHand)
    return (
      <Banner
        tone="resting"
        icon="lock"
        action={<ButtonLink to={recordPage(path, 'users', person.record.id)}>{say('back')}</ButtonLink>}
      >
        {say('people.managed', { district: name })}
      </Banner>
    )
  const text = (name: Text) => ({
    name,
    label: say(`field.${name}`),
    defaultValue: String(person?.record.fields[name] ?? ''),
    maxLength: 200,
    autoComplete: 'off',
  })
  const [role] = person?.roles ?? []
  const held = person?.record.fields.grades
  return (
    <Form label={say('hand.add')} error={save.error} onSubmit={values => save.mutate(bodyOf(values))}>
      <TextField {...text('givenName')} required />
      <TextField {...text('familyName')} required />
      <TextField {...text('preferredGivenName')} />
      <Select
        name="role"
        label={say('team.role')}
        defaultValue={role?.role ?? 'student'}
        options={roles.map(one => ({ value: one, label: code('role', one) }))}
      />
      <Select
        name="school"
        label={say('school')}
        defaultValue={role?.school.sourcedId ?? schools[0]?.sourcedId ?? ''}
        options={schools.map(one => ({ value: one.sourcedId, label: one.name }))}
      />
      <Select
        name="grade"
        label={say('field.grades')}
        defaultValue={Array.isArray(held) ? (held[0] ?? '') : ''}
        options={[
          { value: '', label: say('grade.none') },
          ...grades.map(one => ({ value: one, label: grade.of(one) })),
        ]}
      />
      <TextField {...text('email')} type="email" />
      <TextField {...text('username')} />
      <TextField {...text('identifier')} note={say('hand.identifier')} />
      <Buttons>
        <Button kind="primary" type="submit" busy={save.isPending} locked={locked}>
          {say(person === null ? 'hand.add' : 'hand.save')}
        </Button>
        <ButtonLink to={person === null ? `${path}/people` : recordPage(path, 'users', person.record.id)}>
          {say('cancel')}
        </ButtonLink>
      </Buttons>
    </Form>
  )
}

function bodyOf(values: Readonly<Record<string, string>>): HandBody {
  const text = (name: string) => values[name] ?? ''
  return {
    givenName: text('givenName'),
    familyName: text('familyName'),
    preferredGivenName: text('preferredGivenName'),
    email: text('email').trim(),
    username: text('username'),
    identifier: text('identifier'),
    grade: grades.find(one => one === values.grade) ?? null,
    role: roles.find(one => one === values.role) ?? 'student',
    school: text('school'),
  }
}
