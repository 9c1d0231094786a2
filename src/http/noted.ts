import { actorOf } from '../login/reader.ts'
import { note } from '../store/audit.ts'
import type { DistrictCall } from './route.ts'

/** Writes down who did what, where the district's own people can read it. */
export async function noted(
  { write, reader, district, office }: DistrictCall<unknown, unknown, unknown>,
  action: string,
  target: string | null,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { districtId } = district
  await write(client =>
    note(client, {
      districtId,
      at: office.now(),
      actor: actorOf(reader),
      actorKind: reader.kind,
      action,
      target,
      detail,
    }),
  )
}
