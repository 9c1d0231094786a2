export const signIn = {
  signIn: 'Sign in',
  'signIn.lead': 'To the rostering console of your district.',
  'signIn.ended': 'Your session ended. Sign in and you go back to where you were.',
  'signIn.out': 'You are signed out.',
  'signIn.email': 'Work email',
  'signIn.password': 'Password',
  'signIn.code': 'Code',
  'signIn.code.note': 'The six digits of your authenticator app, or one of your recovery codes.',
  'signIn.continue': 'Continue',
  'signIn.forgot': 'Forgot your password?',
  'signIn.forgot.note': 'We send a link that sets a new password.',
  'signIn.forgot.send': 'Send the link',
  'signIn.forgot.sent': 'If we know this address, a link is on its way. It works for a short time.',
  'signIn.or': 'Or',
  'signIn.demo': 'Look around as',
  'signIn.demo.note':
    'This is a demo: everybody in it is made up, and the vendor’s people come in without the second factor they need elsewhere.',
  factorFirst: 'Set up a second factor first',
  'factorFirst.lead':
    'People of {vendor} see every district. That takes more than a password: a code from your phone at each sign-in.',
  'welcome.vendor': 'You are invited to look after every district.',
  welcome: 'Welcome',
  'welcome.lead': 'You are invited to look after the rostering of {districts}.',
  'welcome.for': 'You sign in as {email}.',
  'welcome.name': 'Your name',
  'welcome.password': 'New password',
  'welcome.enter': 'Set password and sign in',
  'password.note': 'At least 12 characters. A sentence is good; a password manager is better.',
  reset: 'Set a new password',
  'reset.set': 'Set password',
  'reset.done': 'Your password is set, and every session with the old one has ended.',
  'door.promise': 'Every student in the right class by first bell.',
  'door.before': 'Before a sync',
  'door.before.what': 'See what will change',
  'door.wrong': 'When it looks wrong',
  'door.wrong.what': 'It waits for you',
  'door.after': 'Afterward',
  'door.after.what': 'Ask why, or undo it',
  notReady: 'You cannot sign in yet',
  'notReady.who': 'Who can fix it:',
  'notReady.copy': 'Copy explanation',
  'notReady.code': 'Code {code}',
  'notReady.again': 'Sign in again',
  'notReady.student': 'We cannot let you in yet',
  'notReady.student.what': 'Your school has not set you up here yet.',
  'notReady.student.again': 'That did not work. Try one more time.',
  'notReady.student.show': 'Show this to your teacher.',
  'notReady.not_shared': 'You signed in, but your district’s system has not sent us your account.',
  'notReady.not_shared.who':
    'whoever looks after rostering in your district. They can see whether you are shared with us.',
  'notReady.paused':
    'You signed in, but your district has not sent us your account, and has paused updates for now.',
  'notReady.paused.who':
    'whoever looks after rostering in your district. Your account comes with the first update after the pause.',
  'notReady.removed':
    'Your district’s system took your account out{known, select, yes { on {day}} other {}}.',
  'notReady.removed.who':
    'your school office, in the student information system. Your account comes back as it was.',
  'notReady.mistake':
    'You signed in, but your district’s system sent your account with a mistake in it, so it was skipped.',
  'notReady.mistake.who':
    'your school office, in the student information system. Whoever looks after rostering can see what is wrong.',
  'notReady.left_out': 'You signed in, but your account is outside what your district chose to share here.',
  'notReady.left_out.who': 'whoever looks after rostering in your district. They decide who is shared.',
  'notReady.waiting':
    'You signed in, and your account has come in, but it waits for a decision of your district.',
  'notReady.waiting.who':
    'whoever looks after rostering in your district, by deciding on the update that is on hold.',
  'notReady.suspended': 'Your district’s system has switched your account off.',
  'notReady.suspended.who': 'your school office, in the student information system.',
  'notReady.two_candidates': 'Two accounts answer to this sign-in, so neither was opened.',
  'notReady.two_candidates.who':
    'whoever looks after rostering in your district, together with support. Nothing was changed.',
  'notReady.no_sourced_id': 'The sign-in does not say who you are in your district’s roster.',
  'notReady.no_sourced_id.who':
    'your district’s ClassLink administrator. Your account there needs the ID of the roster.',
  'notReady.no_pages': 'Your role in the roster has no page here.',
  'notReady.no_pages.who':
    'an owner of your district’s console, if you look after rostering. They can invite you.',
  'notReady.no_district':
    'The app was opened from Clever’s Library, where no district stands behind it, so nobody there can say who you are.',
  'notReady.no_district.who':
    'your district’s Clever administrator. Open the app from your district’s own Clever page; if it is not there, ask them to add it.',
  'notReady.district_not_ready': 'Your district is not set up here, or not for this way to sign in.',
  'notReady.district_not_ready.who':
    'whoever looks after rostering in your district, by finishing the setup.',
  'notReady.not_opened':
    'The service you sign in with says that your district has not opened this app to you.',
  'notReady.not_opened.who':
    'whoever looks after that service in your district, by sharing you with this app there.',
  'notReady.provider_refused': 'The service you sign in with did not answer, or did not let you in.',
  'notReady.provider_refused.who': 'you, by signing in again. If it lasts, your district’s help desk.',
  'notReady.tampered': 'What came back from the sign-in does not fit, so it was not believed.',
  'notReady.tampered.who': 'you, by signing in again. If it lasts, support needs to know.',
  'notReady.expired': 'The sign-in took too long, or this browser keeps no cookies.',
  'notReady.expired.who': 'you. Allow cookies for this site, and sign in again.',
  'signIn.with': 'Sign in with {provider}',
}
