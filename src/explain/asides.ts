import { refIndex, type Apart, type Artifacts } from './artifacts.ts'

type Aside = { readonly rejected: readonly Apart[]; readonly out: readonly Apart[] }

/** Rows of the last drop that became no entity. Each list may be as long as the drop, and is read once for an id. */
export class Asides {
  private readonly artifacts: Artifacts
  private readonly run: number | null
  private readonly known = new Map<string, Aside>()

  constructor(artifacts: Artifacts, run: number | null) {
    this.artifacts = artifacts
    this.run = run
  }

  /** Rows that bear the id, and enrollments and roles of the person with it. */
  async about(id: string): Promise<Aside> {
    const known = this.known.get(id)
    if (known !== undefined) return known
    const aside = { rejected: await this.read('rejected', id), out: await this.read('out', id) }
    this.known.set(id, aside)
    return aside
  }

  private async read(label: 'rejected' | 'out', id: string): Promise<Apart[]> {
    const found: Apart[] = []
    if (this.run === null) return found
    for await (const apart of this.artifacts.apart(this.run, label, id)) if (isAbout(apart, id)) found.push(apart)
    return found
  }
} // prettier-ignore

/** Not every row that names it: those of a large school would be most of the drop. */
function isAbout({ kind, sourcedId, refs }: Apart, id: string): boolean {
  if (sourcedId === id) return true
  return (kind === 'enrollments' || kind === 'roles') && refs[refIndex(kind, 'userSourcedId')] === id
}
