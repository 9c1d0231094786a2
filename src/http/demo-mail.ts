import type { FastifyInstance } from 'fastify'
import { escape } from './docs-page.ts'
import type { CaughtMail, Catcher } from '../notify/catcher.ts'

/**
 * The mail of the demo, newest first, for whoever tries it out: it went nowhere else. Mails are shown as their text;
 * what stands in them is never markup here.
 */
export function servesMail(app: FastifyInstance, { mails }: Pick<Catcher, 'mails'>): void {
  app.get('/demo/mail', { schema: { hide: true } }, async (_, reply) => {
    void reply.type('text/html; charset=utf-8')
    return mailPage(mails())
  })
}

function mailPage(mails: readonly CaughtMail[]): string {
  const none = '<p>No mail was sent yet. It is looked for every few seconds; load this page again.</p>'
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Mail - Rollbook demo</title><link rel="stylesheet" href="/api/docs.css"></head><body><main><h1>Mail of the demo</h1>
<p>None of it left this machine. <a href="/">Back to the console</a></p>
${mails.length === 0 ? none : [...mails].reverse().map(showMail).join('\n')}</main></body></html>`
}

function showMail({ number, at, to, subject, text }: CaughtMail): string {
  return `<article aria-labelledby="mail-${number}"><h2 id="mail-${number}">${escape(subject)}</h2>
<p>To ${escape(to.join(', '))}, <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time></p>
<pre>${linked(text)}</pre></article>`
}

/** Links of ours lead into this very console. */
function linked(text: string): string {
  return escape(text).replace(/https?:\/\/[^\s&<]+(?:&amp;[^\s&<]+)*/g, url => `<a href="${url}">${url}</a>`)
}
