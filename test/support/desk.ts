import type { Store } from '../../src/store/open.ts'
import { kindOf, type Desk, type Task, type WaitingTask } from '../../src/desk/desk.ts'
import { carryOut } from '../../src/desk/labour.ts'

/** A desk without a queue: what was asked for waits until the test says `work`, and is then really carried out. */
export class PaperDesk implements Desk {
  readonly #store: Store
  readonly #today: string
  readonly #tasks: Task[] = []

  constructor(store: Store, today: string) {
    this.#store = store
    this.#today = today
  }

  ask(task: Task): Promise<string | null> {
    const twice = this.#tasks.some(one => one.district === task.district && kindOf(one) === kindOf(task))
    if (!twice) this.#tasks.push(task)
    return Promise.resolve(twice ? null : String(this.#tasks.length))
  }

  waiting(district: string): Promise<readonly WaitingTask[]> {
    const mine = this.#tasks.filter(task => task.district === district)
    return Promise.resolve(
      mine.map((task, at) => ({ id: String(at), ask: kindOf(task), since: new Date(0), running: false })),
    )
  }

  /** Carries out what waits, one after another; resolves to what each came to. */
  async work(): Promise<string[]> {
    const statuses: string[] = []
    const shift = {
      store: this.#store,
      today: () => this.#today,
      progress: () => {},
      began: () => {},
      signal: new AbortController().signal,
      resumed: false,
    }
    for (;;) {
      const task = this.#tasks[0]
      if (task === undefined) return statuses
      const { status } = await carryOut(task, shift)
      statuses.push(status)
      this.#tasks.shift()
    }
  }
}
