import { createRequire } from 'node:module'
import tseslint from 'typescript-eslint'

// The console's own package brings what only its screens need.
const accessible = createRequire(new URL('./web/package.json', import.meta.url))('eslint-plugin-jsx-a11y')

// Each rule carries its reason; an exception names one too.
export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '.rollbook/',
      '.rollbook-demo/',
      '.rollbook-demo-console/',
      'bench/data/',
    ],
  },
  // A silenced rule that no longer fires is a comment that lies.
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    rules: {
      // Foreign data is narrowed once, at the edge; `any` would let it travel.
      '@typescript-eslint/no-explicit-any': 'error',
      // A cast or a silenced check needs its reason beside it.
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      // `!` hides the one row in a million that is not there.
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      // Words for people go through the printer, which knows of --json; words for operators through the log.
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise nobody waits for fails where nobody sees it: a write lost, a process ended.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    // What a screen reader or a keyboard cannot reach is not there for a district that must obey the law.
    files: ['web/src/**/*.tsx'],
    plugins: { 'jsx-a11y': accessible },
    rules: {
      ...accessible.flatConfigs.strict.rules,
      // Safari forgets that a list without bullets is a list; and a table set as entries that it is a table.
      'jsx-a11y/no-redundant-roles': 'off',
      'jsx-a11y/no-interactive-element-to-noninteractive-role': 'off',
      // The first field of a dialog takes the focus, or its safe button.
      'jsx-a11y/no-autofocus': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'A roster carries names that are HTML. React writes text.',
        },
      ],
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'The policy of the page refuses it.' },
      ],
    },
  },
  {
    // The core gives the same answer for the same input: no clock, no chance, no network.
    files: ['src/{roster,snapshot,diff,plan,guard}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The clock is handed in.' },
        { object: 'Math', property: 'random', message: 'Chance is handed in.' },
      ],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'fetch', 'process'],
    },
  },
)
