import { defineConfig } from 'vite';

export default defineConfig({
  // Workers are modules here, as in development.
  worker: { format: 'es' },
  // Its .wasm file is found beside the module as it is, not as Vite would bundle it for development.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
});
