import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `script/build.mjs` runs this; the service serves what lies in dist/web.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Fonts and pictures stay files: the content security policy allows no data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    manifest: true,
    // Our own budget, in web/size.test.ts, counts what a page loads rather than a file.
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': process.env.ROLLBOOK_API ?? 'http://127.0.0.1:7655' } },
})
