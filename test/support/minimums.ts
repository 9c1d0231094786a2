/** Lowest versions without a known fault, and packages that stay out whatever their version. */
export const minimums: Readonly<Record<string, string>> = {
  yauzl: '3.2.1', // CVE-2026-31988: off by one in NTFS timestamps
  esbuild: '0.25.0', // GHSA-67mh-4wv8-2f99: its development server answered every origin
  vite: '7.1.11', // CVE-2025-62522 and those before it: files outside of the root were served
  vitest: '3.0.5', // CVE-2025-24964: any page could talk to its server
  'cross-spawn': '7.0.5', // CVE-2024-21538: a regular expression that never ends
  nanoid: '3.3.8', // CVE-2024-55565: predictable ids from a fraction
}

export const never: Readonly<Record<string, string>> = {
  'adm-zip': 'unbounded memory (CVE-2026-39244), overwrites through symlinks (GHSA-vwc7-r8mq-g2x9)',
  'extract-zip': 'follows symlinks out of the folder (CVE-2026-56876)',
  decompress: 'writes outside of the folder (GHSA-qgfr-5hqp-vrw9)',
  unzipper: 'follows symlinks out of the folder (CVE-2026-56876)',
  'csv-parser': 'takes __proto__ from a header',
  csvtojson: 'takes __proto__ from a header',
  csvjson: 'takes __proto__ from a header (CVE-2025-57318)',
}
