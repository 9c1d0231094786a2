/** Every name an issue may have; docs/issues.md has a paragraph for each, and a test compares them. */
export const issueRules = [
  // The package.
  'invalid_archive', 'entry_directory', 'entry_nested_path', 'unknown_file', 'duplicate_file',
  'missing_manifest', 'missing_property', 'duplicate_property', 'unknown_property',
  'invalid_manifest_version', 'invalid_oneroster_version', 'invalid_file_mode', 'file_missing',
  'file_unexpected', 'future_file', 'unexpected_encoding', 'unexpected_delimiter', 'missing_header', 'invalid_header',
  'duplicate_header', 'empty_header_name', 'missing_data_rows', 'incomplete_read',
  // Rows that are no records.
  'row_width_mismatch', 'unclosed_quote', 'unescaped_quote', 'unexpected_character_after_quote',
  'line_break_in_quoted_field', 'bare_carriage_return', 'invalid_encoding', 'line_too_long',
  // One row, by the names of the standard.
  'missing_required_value', 'invalid_guid', 'invalid_date', 'invalid_datetime', 'invalid_year',
  'invalid_boolean', 'invalid_enum', 'invalid_list', 'field_required_in_delta', 'field_forbidden_in_bulk',
  // One row, where the standard has no name for it.
  'ambiguous_date', 'blank_word', 'control_character', 'end_before_start', 'nonstandard_grade',
  'padded_value', 'primary_not_teacher', 'school_year_mismatch', 'spreadsheet_number', 'spreadsheet_text',
  'unknown_grade', 'value_too_long',
  // Rows together.
  'duplicate_sourced_id', 'missing_target_record', 'academic_session_type_mismatch', 'org_type_mismatch',
  'multiple_primary_roles_for_user_org', 'primary_org_missing_role', 'multiple_primary_teachers',
  'duplicate_email', 'duplicate_username', 'enrollment_outside_terms', 'student_without_enrollments',
  'class_without_students', 'class_without_teacher',
] as const // prettier-ignore
export type IssueRule = (typeof issueRules)[number]

/**
 * An issue is about data: a district will have hundreds, so issues are values and never thrown.
 * error = the record is skipped; warning = an optional value is dropped or read leniently, the record kept.
 */
export type Severity = 'error' | 'warning'
export type Issue = {
  readonly severity: Severity
  /** Snake-case name from docs/issues.md, e.g. `missing_target_record`. */
  readonly rule: string
  readonly file: string
  /** Row as a spreadsheet shows it: the header is row 1. Null for the whole file. */
  readonly row: number | null
  readonly field: string | null
  readonly sourcedId: string | null
  /** Masked: see `maskValue`. */
  readonly value: string | null
  readonly message: string
  readonly fix: string
}

/** First character and length of a value, never the value: issues are read by people who may not see it. */
export function maskValue(value: string): string {
  const letters = [...value]
  if (letters.length === 0) return '""'
  return letters.length <= 2
    ? '*'.repeat(letters.length)
    : `${letters[0]}${'*'.repeat(Math.min(letters.length - 1, 8))}`
}
