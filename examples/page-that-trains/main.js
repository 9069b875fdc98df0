// The page: starts the worker, and shows what it sends.
const query = new URLSearchParams(location.search);
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const status = document.querySelector('#status');
const context = document.querySelector('canvas').getContext('2d');

worker.addEventListener('message', ({ data }) => {
  if (data.kind === 'epoch') {
    status.textContent = `${data.backend}, epoch ${data.epoch}: loss ${data.loss.toFixed(1)}`;
    context.putImageData(new ImageData(data.pixels, data.width), 0, 0);
  } else {
    status.textContent = data.message ?? `${status.textContent} (${data.kind})`;
    document.body.dataset.state = data.kind;
  }
});
worker.addEventListener('error', ({ message }) => {
  status.textContent = message;
});
document.querySelector('#stop').addEventListener('click', () => worker.postMessage({ kind: 'stop' }));
worker.postMessage({
  kind: 'train',
  epochs: Number(query.get('epochs') ?? 30),
  items: Number(query.get('items') ?? 1000),
});
