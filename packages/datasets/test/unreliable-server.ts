import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a folder of the server behaves. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, content: Buffer) => void;

/** First byte asked for, 0 if no range is. */
export function rangeStart(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
}

/** Begins an answer as a good server would. */
export function begin(request: IncomingMessage, response: ServerResponse, content: Buffer): Buffer {
  const start = rangeStart(request);
  const rest = content.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'Content-Length': rest.length,
    ...(start > 0 ? { 'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
  });
  return rest;
}

/** A server on this machine whose folders misbehave, each in its own way, and what was asked of it. */
export async function startServer(
  content: Buffer,
  behaviours: Readonly<Record<string, Behaviour>>,
): Promise<{ url: (folder: string) => string; requests: { folder: string; start: number }[]; close(): Promise<void> }> {
  const requests: { folder: string; start: number }[] = [];
  const server = createServer((request, response) => {
    const folder = request.url?.split('/')[1] ?? '';
    requests.push({ folder, start: rangeStart(request) });
    behaviours[folder]?.(request, response, content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (folder) => `http://127.0.0.1:${port}/${folder}/`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
