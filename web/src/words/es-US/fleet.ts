import type { fleet as english } from '../en-US/fleet.ts'

export const fleet: Readonly<Record<keyof typeof english, string>> = {
  'fleet.title': 'Distritos',
  'fleet.lead': 'Cada distrito, su estado y a quién le toca actuar.',
  'fleet.districts': 'Todos los distritos',
  'fleet.fresh': '{count, number} de {of, number} distritos que sincronizan están al día.',
  'fleet.state': 'Estado',
  'fleet.owner.you': 'El distrito',
  'fleet.owner.source': 'Su SIS o proveedor',
  'fleet.owner.vendor': 'Nosotros',
  'fleet.people': 'Personas',
  'fleet.classes': 'Clases',
  'fleet.issues': 'Problemas',
  'fleet.none': 'Aún no hay distritos. El primero se crea con rollbook district add.',
  'fleet.holds.title': 'En espera',
  'fleet.holds.lead': 'Planes que esperan a un distrito, primero el más antiguo. Decide el distrito.',
  'fleet.holds.since': 'Desde',
  'fleet.holds.reasons': 'Por qué',
  'fleet.holds.told': 'Personas avisadas',
  'fleet.holds.none': 'Nada espera una decisión en ningún distrito.',
}
