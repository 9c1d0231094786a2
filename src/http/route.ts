import type { FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import type { z } from 'zod'
import type { Reader } from '../login/reader.ts'
import type { Right } from '../login/rights.ts'
import type { District } from '../store/districts.ts'
import type { Office } from './office.ts'

/** Who may call: anybody, anybody signed in, the vendor's people, a rostered user, or whoever has a right in the district. */
export type Access = 'open' | 'signed_in' | 'vendor' | 'user' | Right

type Shape = z.ZodType
type Out<S> = S extends z.ZodType ? z.output<S> : undefined

export type Call<Params, Query, Body> = {
  readonly office: Office
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Null only where anybody may call. */
  readonly caller: Reader | null
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** A call of somebody who is signed in. */
export type ReaderCall<Params, Query, Body> = Call<Params, Query, Body> & { readonly reader: Reader }

/** A call about one district that its reader may ask this of. */
export type DistrictCall<Params, Query, Body> = ReaderCall<Params, Query, Body> & {
  readonly district: District
  /** Reads behind the wall: one moment, and this district alone. */
  read<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result>
  /** Writes what the console may write, behind the same wall. */
  write<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result>
}

type CallOf<May extends Access, Url extends string, P, Q, B> = May extends 'open'
  ? Call<P, Q, B>
  : Url extends `${string}/:district${string}`
    ? DistrictCall<P, Q, B>
    : ReaderCall<P, Q, B>

export type Declaration = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly may: Access
  /** One sentence for /api/docs. */
  readonly about: string
  readonly params: Shape | undefined
  readonly query: Shape | undefined
  readonly body: Shape | undefined
  /** What it answers with when all went well; null for a stream or a file that the handler writes itself. */
  readonly answer: Shape | null
  readonly status: number
  /** Error codes it may answer with, beyond those of every route. */
  readonly refuses: readonly string[]
  readonly multipart: boolean
  readonly handle: (call: never) => Promise<unknown>
}

/**
 * One declaration gives the types of the handler, the checks of what comes in, the shape of what goes out, the
 * statuses, and the page at /api/docs.
 */
export function route<
  const Url extends string,
  const May extends Access,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
  A extends Shape | null = null,
>(declared: {
  method: Declaration['method']
  url: Url
  may: May
  about: string
  params?: P
  query?: Q
  body?: B
  answer: A
  status?: number
  refuses?: readonly string[]
  multipart?: boolean
  handle(call: CallOf<May, Url, Out<P>, Out<Q>, Out<B>>): Promise<A extends z.ZodType ? z.input<A> : unknown>
}): Declaration {
  const { params, query, body, status = 200, refuses = [], multipart = false } = declared
  return { ...declared, params, query, body, status, refuses, multipart }
}
