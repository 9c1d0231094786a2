import type { Files } from './drops.ts'

const files11 =
  'academicSessions categories classes classResources courses courseResources demographics enrollments lineItems orgs resources results users'
const files12 = `${files11} lineItemLearningObjectiveIds lineItemScoreScales resultLearningObjectiveIds resultScoreScales roles scoreScales userProfiles userResources`

/** Lincoln USD in both versions: the smallest drop that says something in every rostering file. */
const shared: Files = {
  'orgs.csv': `sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d-1,,,Lincoln USD,district,,
s-12,,,Roosevelt Middle,school,360007702877,d-1
`,
  'academicSessions.csv': `sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
y-27,,,2026-27,schoolYear,2026-08-20,2027-06-11,,2027
t-1,,,Fall,term,2026-08-20,2027-01-16,y-27,2027
`,
  'courses.csv': `sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes
c-alg,,,y-27,Algebra,ALG1,"07,08",s-12,Mathematics,02052
`,
  'classes.csv': `sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods
k-3,,,"Algebra, period 3","07,08",c-alg,ALG1-3,scheduled,Room 9,s-12,t-1,Mathematics,02052,3
`,
  'enrollments.csv': `sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
e-1,,,k-3,s-12,u-park,student,,2026-08-20,2027-01-16
e-2,,,k-3,s-12,u-reyes,teacher,true,,
`,
  'demographics.csv': `sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus
u-park,,,2013-04-02,female,false,true,false,false,false,false,false,US,CA,,
`,
}

export const lincoln12: Files = {
  ...shared,
  'users.csv': `sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
u-park,,,true,apark,{LDAP:apark},Ada,Park,,1001,apark@lincoln.example,,,,07,,,,,,s-12,
u-reyes,,,true,jreyes,,José,Reyes,,2001,jreyes@lincoln.example,,,,,,,,,,s-12,
`,
  'roles.csv': `sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
r-1,,,u-park,primary,student,,,s-12,
r-2,,,u-reyes,primary,teacher,,,s-12,
`,
  'manifest.csv': manifestOf('1.2', {
    orgs: 'bulk',
    academicSessions: 'bulk',
    courses: 'bulk',
    classes: 'bulk',
    users: 'bulk',
    roles: 'bulk',
    enrollments: 'bulk',
    demographics: 'bulk',
  }),
}

export const lincoln11: Files = {
  ...shared,
  'users.csv': `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
u-park,,,true,s-12,student,apark,,Ada,Park,,1001,apark@lincoln.example,,,,07,
u-reyes,,,true,"d-1,s-12",teacher,jreyes,,José,Reyes,,2001,jreyes@lincoln.example,,,,,
`,
  'manifest.csv': manifestOf('1.1', {
    orgs: 'bulk',
    academicSessions: 'bulk',
    courses: 'bulk',
    classes: 'bulk',
    users: 'bulk',
    enrollments: 'bulk',
    demographics: 'bulk',
  }),
}

/** A manifest to the letter; files that are not named are absent. */
export function manifestOf(version: '1.1' | '1.2', modes: Readonly<Record<string, string>>): string {
  const names = (version === '1.1' ? files11 : files12).split(' ')
  const files = names.map(name => `file.${name},${modes[name] ?? 'absent'}\n`).join('')
  return `propertyName,value\nmanifest.version,1.0\noneroster.version,${version}\n${files}source.systemName,Lincoln SIS\nsource.systemCode,lsis\n`
}
