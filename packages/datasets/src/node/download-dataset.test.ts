import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newFolder } from '../../../../scripts/temporary-folder.js';
import { begin, startServer } from '../../test/unreliable-server.js';
import {
  type DownloadOptions,
  type DownloadProgress,
  downloadDataset,
  type PublishedFile,
  publishedFiles,
} from '../node.js';

const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 255));
const file: PublishedFile = {
  name: 'digits.gz',
  bytes: content.length,
  checksum: { algorithm: 'md5', hex: createHash('md5').update(content).digest('hex') },
};

let server: Awaited<ReturnType<typeof startServer>>;
let directory: string;
let flakyRequests = 0;

beforeAll(async () => {
  server = await startServer(content, {
    good: (request, response, all) => response.end(begin(request, response, all)),
    missing: (_, response) => response.writeHead(404).end('not here'),
    silent: () => {},
    // A third, then nothing more.
    stalls: (request, response, all) => {
      const rest = begin(request, response, all);
      response.write(rest.subarray(0, 100_000));
    },
    // A third, then the connection ends.
    truncates: (request, response, all) => {
      const rest = begin(request, response, all);
      response.write(rest.subarray(0, 100_000), () => response.destroy());
    },
    // Ends early without having said how much there is.
    short: (_, response, all) => response.writeHead(200).end(all.subarray(0, 50_000)),
    corrupts: (request, response, all) => {
      const rest = Buffer.from(begin(request, response, all));
      rest[rest.length - 1]! ^= 1;
      response.end(rest);
    },
    ignoresRange: (_, response, all) => response.writeHead(200, { 'Content-Length': all.length }).end(all),
    wrongRange: (_, response, all) =>
      response.writeHead(206, { 'Content-Range': `bytes 5-${all.length - 1}/${all.length}` }).end(all.subarray(5)),
    otherFile: (_, response) => response.writeHead(200, { 'Content-Length': 5 }).end('<html'),
    endless: (_, response, all) => response.writeHead(200).end(Buffer.concat([all, all])),
    // Each answer brings a third.
    flaky: (request, response, all) => {
      flakyRequests++;
      const rest = begin(request, response, all);
      if (rest.length <= 100_000) response.end(rest);
      else response.write(rest.subarray(0, 100_000), () => response.destroy());
    },
  });
});

afterAll(() => server.close());
beforeEach(() => {
  directory = newFolder();
  server.requests.length = 0;
});

const download = (folders: string[], options: Partial<DownloadOptions> = {}) =>
  downloadDataset('mnist', {
    directory,
    files: [file],
    mirrors: folders.map((folder) => server.url(folder)),
    stallSeconds: 0.3,
    retries: 0,
    ...options,
  });

const saved = () => readFile(join(directory, 'digits.gz'));
const names = async () => (await readdir(directory)).sort();

async function expectSaved(): Promise<void> {
  expect(content.equals(await saved())).toBe(true);
  expect(await names()).toEqual(['digits.gz']);
}

test('downloads, reports progress, and leaves a file that is there alone', async () => {
  const reports: DownloadProgress[] = [];
  const first = await download(['good'], { onProgress: (progress) => reports.push(progress) });
  expect(first).toEqual([{ path: join(directory, 'digits.gz'), outcome: 'downloaded' }]);
  await expectSaved();
  const last = reports.at(-1)!;
  expect(last).toMatchObject({ file: 'digits.gz', received: 300_000, total: 300_000, secondsLeft: 0 });
  expect(last.url).toBe(`${server.url('good')}digits.gz`);
  expect(last.bytesPerSecond).toBeGreaterThan(0);
  expect(await download(['good'])).toMatchObject([{ outcome: 'present' }]);
  expect(server.requests).toHaveLength(1);
});

test.each(['missing', 'silent', 'stalls', 'truncates', 'short', 'corrupts', 'otherFile', 'endless'])(
  'after a mirror that misbehaves (%s) the next one delivers',
  async (folder) => {
    await download([folder, 'good']);
    await expectSaved();
    expect(server.requests.map((request) => request.folder)).toEqual([folder, 'good']);
  },
);

test.each<[string, RegExp]>([
  ['missing', /answered 404/],
  ['silent', /sent nothing for 0\.3 s/],
  ['stalls', /sent nothing for 0\.3 s/],
  ['truncates', /connection failed/],
  ['short', /ended after 50000 of 300000 bytes/],
  ['corrupts', /the md5 of what arrived is not the published/],
  ['otherFile', /offers 5 bytes where the file has 300000/],
  ['endless', /sent more than the file's 300000 bytes/],
])('only a mirror that misbehaves (%s): says how, and nothing gets the final name', async (folder, message) => {
  await expect(download([folder])).rejects.toThrow(message);
  await expect(download([folder])).rejects.toThrow(/digits\.gz: no mirror delivered the file of 300000 bytes/);
  expect(await names()).not.toContain('digits.gz');
});

test('goes on where it stopped, on another mirror and in a later run', async () => {
  await expect(download(['truncates'])).rejects.toThrow(/\d+ bytes are kept in .*digits\.gz\.part; run it again/);
  expect(await names()).toEqual(['digits.gz.part']);
  // Not always all that the server sent: what is not yet read when a connection breaks is lost.
  const kept = (await stat(join(directory, 'digits.gz.part'))).size;
  expect(kept).toBeGreaterThan(0);
  const received: number[] = [];
  await download(['good'], { onProgress: (progress) => received.push(progress.received) });
  await expectSaved();
  expect(server.requests.at(-1)).toEqual({ folder: 'good', start: kept });
  expect(received[0]).toBeGreaterThan(kept);
});

test('rounds through the mirrors: answers of at most a third each make the file', async () => {
  await download(['flaky'], { retries: 20 });
  await expectSaved();
  expect(flakyRequests).toBeGreaterThanOrEqual(3);
});

test('a server that ignores ranges sends all, which replaces the partial file', async () => {
  await writeFile(join(directory, 'digits.gz.part'), content.subarray(0, 1000));
  await download(['ignoresRange']);
  await expectSaved();
});

test('a server that sends another range is not believed', async () => {
  await writeFile(join(directory, 'digits.gz.part'), content.subarray(0, 1000));
  await expect(download(['wrongRange'])).rejects.toThrow('sent another range than the one from byte 1000');
});

test('a damaged partial file is found by its checksum and begun anew', async () => {
  await writeFile(join(directory, 'digits.gz.part'), Buffer.alloc(1000, 'x'));
  await download(['good'], { retries: 1 });
  await expectSaved();
  expect(server.requests.map((request) => request.start)).toEqual([1000, 0]);
});

test('a partial file longer than the file is begun anew; a complete one is only checked', async () => {
  await writeFile(join(directory, 'digits.gz.part'), Buffer.concat([content, content]));
  await download(['good']);
  await expectSaved();
  await rm(join(directory, 'digits.gz'));
  await writeFile(join(directory, 'digits.gz.part'), content);
  await download(['silent']);
  await expectSaved();
});

test('another file of the same name is not overwritten', async () => {
  await writeFile(join(directory, 'digits.gz'), 'mine');
  await expect(download(['good'])).rejects.toThrow(/not the published one: expected md5 .*found another \(4 bytes\)/);
  expect((await saved()).toString()).toBe('mine');
});

/** Opens files of which a write takes as many bytes as `take` says. */
function openTaking(take: (wanted: number) => number): NonNullable<DownloadOptions['openFile']> {
  return async (path, flags) => {
    const handle = await open(path, flags);
    return Object.assign(Object.create(handle), {
      write: async (chunk: Uint8Array, offset: number) => handle.write(chunk, offset, take(chunk.length - offset)),
      sync: () => handle.sync(),
      close: () => handle.close(),
    });
  };
}

test('a full disk: a clear error, what has arrived stays, nothing has the final name', async () => {
  let room = 120_000;
  const openFile = openTaking((wanted) => {
    if (room === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    // As a real disk does: the last write takes only part.
    const part = Math.min(room, wanted);
    room -= part;
    return part;
  });
  await expect(download(['good', 'good'], { openFile })).rejects.toThrow(
    /digits\.gz\.part: cannot save: the disk is full\. What has arrived stays in the \.part file/,
  );
  // It is not the mirror's fault, so the second one was not asked.
  expect(server.requests).toHaveLength(1);
  expect(await names()).toEqual(['digits.gz.part']);
  expect((await stat(join(directory, 'digits.gz.part'))).size).toBe(120_000);
  await download(['good']);
  await expectSaved();
});

test('writes that take only part of a chunk still make the whole file', async () => {
  await download(['good'], { openFile: openTaking((wanted) => Math.min(10_000, wanted)) });
  await expectSaved();
});

test('stopping keeps what has arrived', async () => {
  const stop = new AbortController();
  const running = download(['stalls', 'good'], {
    stallSeconds: 20,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(running).rejects.toThrow(/abort/i);
  expect(await names()).toEqual(['digits.gz.part']);
  expect(server.requests).toHaveLength(1);
});

test('bad arguments', async () => {
  await expect(downloadDataset('cifar' as 'mnist', { directory })).rejects.toThrow(
    'dataset must be one of mnist, svhn; found "cifar"',
  );
  await expect(download([])).rejects.toThrow('mirrors must name at least one address');
  await writeFile(join(directory, 'a-file'), '');
  await expect(download(['good'], { directory: join(directory, 'a-file', 'below') })).rejects.toThrow(
    /cannot make this folder/,
  );
});

test('the published files are complete', () => {
  for (const { files, mirrors } of Object.values(publishedFiles)) {
    expect(mirrors.length).toBeGreaterThan(1);
    for (const { checksum, bytes } of files) {
      expect(checksum.hex).toMatch(/^[0-9a-f]{32}$/);
      expect(bytes).toBeGreaterThan(1000);
    }
  }
});

test.each(['nonsense', 'ftp://example.org/', '/data', 'file:///data'])('%s is no mirror', async (mirror) => {
  const asked = downloadDataset('mnist', { directory: newFolder(), mirrors: [mirror] });
  await expect(asked).rejects.toThrow(/mirrors: expected addresses of folders, such as https:.*found "/);
});

test('a folder in the place of a file is named', async () => {
  const directory = newFolder();
  await mkdir(join(directory, 'train-images-idx3-ubyte.gz'));
  await expect(downloadDataset('mnist', { directory, mirrors: ['http://127.0.0.1:9/'] })).rejects.toThrow(
    /train-images-idx3-ubyte\.gz: expected a file or nothing, found a folder/,
  );
});
