import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': `${import.meta.dirname}/src` } },
  build: {
    target: 'es2022',
    // A strict content security policy takes no script or style that stands in the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What most pages share comes in one file: a page of thirty small ones waits for its connections.
        codeSplitting: {
          groups: [{ name: 'parts', test: /\/src\/(ui|lib)\/|react-query/, minShareCount: 3 }],
        },
      },
    },
  },
  css: {
    modules: { localsConvention: 'camelCaseOnly' },
    preprocessorOptions: { scss: { loadPaths: ['node_modules'], quietDeps: true } },
  },
  server: { proxy: { '/api': process.env.QUARTERDECK_API ?? 'http://127.0.0.1:8000' } },
  test: {
    environment: 'happy-dom',
    environmentOptions: { happyDOM: { url: 'http://localhost:8000/' } },
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    testTimeout: 20_000,
    // Tests clean up after themselves (src/testing/setup.ts): a file need not read React and all the pages in anew.
    isolate: false,
    pool: 'threads',
    maxWorkers: 2,
  },
});
