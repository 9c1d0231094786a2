import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { RollbookError } from '../roster/errors.ts'
import { countTasks } from '../store/tasks.ts'
import type { Office } from './office.ts'

/** Prometheus figures at /metrics, for who is on this machine or knows ROLLBOOK_METRICS_TOKEN. */
export function measure(app: FastifyInstance, office: Office): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'rollbook_' })
  const answers = new Histogram({
    name: 'rollbook_http_seconds',
    help: 'How long answers took, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  poolGauge(registry, office)
  taskGauge(registry, office)
  app.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode } // prettier-ignore
    answers.observe(labels, reply.elapsedTime / 1000)
  })
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayScrape(request))
      throw new RollbookError('NOT_FOUND', 'Cannot find this address: there is nothing here. Go back, or look at /api/docs') // prettier-ignore
    void reply.type(registry.contentType)
    return await registry.metrics()
  })
}

function poolGauge(registry: Registry, { store }: Office): void {
  new Gauge({
    name: 'rollbook_database_connections',
    help: 'Connections of the pool, by what they do',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = store.pool
      this.set({ state: 'busy' }, totalCount - idleCount)
      this.set({ state: 'idle' }, idleCount)
      this.set({ state: 'awaited' }, waitingCount)
    },
  })
}

function taskGauge(registry: Registry, { store }: Office): void {
  new Gauge({
    name: 'rollbook_tasks',
    help: 'Runs that were asked for: waiting for a worker, or at work',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { waiting, running } = await countTasks(store.pool)
      this.set({ state: 'waiting' }, waiting)
      this.set({ state: 'running' }, running)
    },
  })
}

function mayScrape(request: FastifyRequest): boolean {
  const wanted = process.env.ROLLBOOK_METRICS_TOKEN
  if (wanted === undefined || wanted === '') return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)
  const given = Buffer.from(request.headers.authorization ?? '')
  const right = Buffer.from(`Bearer ${wanted}`)
  return given.length === right.length && timingSafeEqual(given, right)
} // prettier-ignore
