/**
 * Failures that the district, or its system, can mend once it hears of them: told at once. Nothing but the next run
 * mends the others, or Product Support does, so those are told when they come again and again.
 */
const fixes = [
  'NOT_A_DROP', 'NO_ROSTER_FILES', 'ARCHIVE_BROKEN', 'ARCHIVE_TOO_LARGE', 'ARCHIVE_ENCRYPTED', 'ARCHIVE_NESTED',
  'ENTRY_TRAVERSAL', 'ENTRY_DUPLICATE', 'ENTRY_OVERLAP', 'ENTRY_SYMLINK', 'DELTA_WITHOUT_BASE', 'NO_SOURCE',
  'SOURCE_REFUSED', 'SOURCE_FORBIDDEN', 'SOURCE_NOT_SHARED', 'SOURCE_EMPTY', 'SOURCE_UNREADABLE', 'SECRET_MISSING', 'SECRET_UNREADABLE', 'SETTINGS_INVALID',
  'ADDRESS_REFUSED', 'CERTIFICATE_REFUSED',
] as const // prettier-ignore
export type Fix = (typeof fixes)[number]

export function knownFix(code: string | null): code is Fix {
  return fixes.some(fix => fix === code)
}
