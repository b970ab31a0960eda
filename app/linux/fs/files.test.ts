import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCore } from '../../base/core.ts';
import { createKernel } from '../process/create-kernel.ts';
import type { Kernel } from '../process/kernel.ts';
import type { User } from '../process/program.ts';
import { noSockets, testBed } from '../process/testing.ts';
import { machineId, netnsId, type MachineId } from '../names.ts';
import { append, bytesOf, contentOf, overwrite, slice } from './content.ts';
import type { FileEntry } from './file-system.ts';

const ROOT: User = { name: 'root', uid: 0, gid: 0, home: '/root' };
const FILES: Readonly<Record<string, FileEntry>> = {
  '/etc/nginx/conf.d/default.conf': { type: 'file', data: 'image' },
  '/bin/tool': { type: 'symlink', target: '../lib/tool' },
};

function world(count = 2): {
  kernel: Kernel;
  ids: readonly MachineId[];
  core: ReturnType<typeof createCore>;
} {
  const core = createCore(1, 0);
  const kernel = createKernel(core, { sockets: noSockets() });
  const ids = Array.from({ length: count }, (_, index) => machineId(`pod/${index}`));
  for (const id of ids) {
    const place = { id, hostname: 'h', netns: netnsId('n'), kind: 'container', shell: 'sh' } as const;
    kernel.addMachine({ ...place, users: [ROOT], files: FILES, programs: [], env: {} });
  }
  return { kernel, ids, core };
}

describe('layers', () => {
  test('what one container writes, removes or moves, another of the same image does not see', () => {
    const { kernel, ids } = world();
    const [a, b] = ids.map((id) => kernel.files(id));
    const path = '/etc/nginx/conf.d/default.conf';
    a?.writeFile(path, 'changed');
    expect(a?.readText(path)).toEqual({ ok: true, value: 'changed' });
    a?.unlink(path);
    expect(a?.readdir('/etc/nginx/conf.d')).toEqual({ ok: true, value: [] });
    expect(a?.rename('/etc/nginx', '/etc/other')).toEqual({ ok: true, value: undefined });
    expect(a?.exists('/etc/nginx')).toBe(false);
    expect(b?.readText(path)).toEqual({ ok: true, value: 'image' });
  });

  test('a machine taken away leaves no row behind', () => {
    const { kernel, ids, core } = world(1);
    for (const id of ids) {
      kernel.files(id).writeFile('/tmp/x', 'x');
      kernel.removeMachine(id);
    }
    for (const table of core.tables.all()) expect(table.size).toBe(0);
  });

  test('a thousand containers of one image cost next to nothing', () => {
    const { core } = world(1000);
    for (const table of core.tables.all()) expect(table.size).toBe(0);
  });

  test('only files of machines that are no containers last', () => {
    const bed = testBed({ programs: [] });
    bed.kernel.files(bed.machine).writeFile('/home/user/f', 'x');
    const table = [...bed.core.tables.all()].find(({ spec }) => spec.name === 'files');
    expect(table?.has('laptop:/home/user/f')).toBe(true);
    expect(table?.spec.lasting).toBe(true);
  });
});

describe('mounts', () => {
  test('hide what the image had there and give it back', () => {
    const { kernel, ids } = world(1);
    const [id] = ids;
    if (!id) return;
    const files = kernel.files(id);
    const at = '/etc/nginx/conf.d';
    kernel.mount(id, at, {
      type: 'tree',
      readOnly: true,
      files: {
        '..2026/key': { type: 'file', data: 'v' },
        '..data': { type: 'symlink', target: '..2026' },
        key: { type: 'symlink', target: '..data/key' },
      },
    });
    expect(files.readdir(at)).toEqual({ ok: true, value: ['..2026', '..data', 'key'] });
    expect(files.readText(`${at}/key`)).toEqual({ ok: true, value: 'v' });
    expect(files.writeFile(`${at}/key`, 'no')).toEqual({ ok: false, error: 'EROFS' });
    expect(files.rmdir(at)).toMatchObject({ ok: false });
    kernel.unmount(id, at);
    expect(files.readText(`${at}/default.conf`)).toEqual({ ok: true, value: 'image' });
  });

  test('of the same scratch volume share their files, until the last is gone', () => {
    const { kernel, ids } = world();
    const source = { type: 'scratch', volume: 'pod/shared' } as const;
    for (const id of ids) kernel.mount(id, '/srv/cache', source);
    const [a, b] = ids.map((id) => kernel.files(id));
    a?.writeFile('/srv/cache/x', 'shared');
    expect(b?.readText('/srv/cache/x')).toEqual({ ok: true, value: 'shared' });
    for (const id of ids) kernel.unmount(id, '/srv/cache');
    for (const id of ids) kernel.mount(id, '/srv/cache', source);
    expect(a?.exists('/srv/cache/x')).toBe(false);
  });

  test('of generated text are always current', () => {
    const { kernel, ids } = world(1);
    let count = 0;
    for (const id of ids) {
      kernel.mount(id, '/proc/count', { type: 'generated', read: () => `${++count}\n` });
      expect(kernel.files(id).readText('/proc/count')).toEqual({ ok: true, value: '1\n' });
      expect(kernel.files(id).readText('/proc/count')).toEqual({ ok: true, value: '2\n' });
    }
  });
});

describe('errors have their numbers', () => {
  const bed = testBed({ programs: [] });
  const fs = bed.kernel.files(bed.machine);
  fs.writeFile('/tmp/f', '');
  fs.mkdir('/tmp/d');
  fs.writeFile('/tmp/d/x', '');
  fs.symlink('loop', '/tmp/loop');
  test.each([
    ['a missing file', () => fs.readFile('/tmp/none'), 'ENOENT'],
    ['a file as directory', () => fs.readFile('/tmp/f/x'), 'ENOTDIR'],
    ['a directory read as file', () => fs.readFile('/tmp/d'), 'EISDIR'],
    ['a file listed', () => fs.readdir('/tmp/f'), 'ENOTDIR'],
    ['a directory made twice', () => fs.mkdir('/tmp/d'), 'EEXIST'],
    ['a full directory removed', () => fs.rmdir('/tmp/d'), 'ENOTEMPTY'],
    ['a directory unlinked', () => fs.unlink('/tmp/d'), 'EISDIR'],
    ['links in a circle', () => fs.readFile('/tmp/loop'), 'ELOOP'],
    ['a directory moved into itself', () => fs.rename('/tmp/d', '/tmp/d/y'), 'EINVAL'],
    ['a device read as file', () => fs.readFile('/dev/null'), 'ENODEV'],
  ])('%s', (_name, call, error) => {
    expect(call()).toEqual({ ok: false, error });
  });
});

test('content is the same however it was put together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 40 }),
      fc.nat(30),
      (chunks, offset) => {
        const plain = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
        const content = chunks.reduce(append, contentOf(new Uint8Array(0)));
        expect(bytesOf(content)).toEqual(plain);
        expect(content.parts.length).toBeLessThanOrEqual(8);
        let read: number[] = [];
        for (let at = 0; at < content.size;) {
          const part = slice(content, at, 7);
          read = [...read, ...part];
          at += part.length;
        }
        expect(read).toEqual([...plain]);
        const over = bytesOf(overwrite(content, offset, Uint8Array.of(1, 2)));
        expect(over.subarray(offset, offset + 2)).toEqual(Uint8Array.of(1, 2));
      },
    ),
  );
});
