import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Every package's tests run with this; packages resolve each other's sources, so tests need no build. */
const shared: ViteUserConfig = defineConfig({
  resolve: { conditions: ['@polyvae/source'] },
  ssr: { resolve: { conditions: ['@polyvae/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['{src,test,scripts}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 30_000,
    typecheck: { enabled: false },
    pool: 'forks',
    // tfjs' advertisement of another backend says nothing about a test.
    onConsoleLog: (log) => !log.includes('looks like you are running TensorFlow.js in Node.js'),
    globalSetup: fileURLToPath(new URL('scripts/temporary-folder.ts', import.meta.url)),
  },
});

export default shared;
