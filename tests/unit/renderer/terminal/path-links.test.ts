import { Terminal } from '@xterm/headless';
import type { ILink } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { logicalLine } from '#renderer/terminal/links/logical-line.ts';
import { type PathLink, PathLinks } from '#renderer/terminal/links/path-links.ts';
import { type FoundPath, PathLookup } from '#renderer/terminal/links/path-lookup.ts';

async function terminalWith(text: string, cols = 20) {
  const terminal = new Terminal({ cols, rows: 6, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(text, done));
  return terminal;
}

describe('a line over several rows', () => {
  it('is one text, with the cells of each part', async () => {
    const line = logicalLine(await terminalWith('see 文/aaaaaaaaaaaaaaaaaaaa.ts\r\nnext'), 1);
    expect(line?.text.trimEnd()).toBe('see 文/aaaaaaaaaaaaaaaaaaaa.ts');
    expect(line?.range(4, 29)).toEqual({ start: { x: 5, y: 1 }, end: { x: 10, y: 2 } });
  });

  it('has no blank where a wide character found no room', async () => {
    const line = logicalLine(await terminalWith('aaaaaaaaaaaaaaaaaaa文.ts'), 0);
    expect(line?.text.trimEnd()).toBe('aaaaaaaaaaaaaaaaaaa文.ts');
  });

  it('that is endless is not read', async () => {
    const terminal = new Terminal({ cols: 10, rows: 40, allowProposedApi: true });
    await new Promise<void>((done) => terminal.write('x'.repeat(300), done));
    expect(logicalLine(terminal, 0)).toBeNull();
    expect(logicalLine(terminal, 29)).toBeNull();
  });
});

describe('looking paths up', () => {
  const asked: string[][] = [];
  const files: Readonly<Record<string, FoundPath>> = { 'a.ts': { path: '/w/a.ts', folder: false } };
  const locate = async (paths: readonly string[]) => {
    asked.push([...paths]);
    return paths.map((path) => files[path] ?? null);
  };

  it('asks for what is not known, together, and again after a while', async () => {
    let now = 0;
    const lookup = new PathLookup(locate, () => now);
    expect(await lookup.find(['a.ts', 'b.ts', 'a.ts'], null)).toEqual([files['a.ts'], null, files['a.ts']]);
    await lookup.find(['b.ts', 'c.ts'], null);
    await lookup.find(['b.ts'], 'file:///other');
    now = 10_000;
    await lookup.find(['a.ts'], null);
    expect(asked).toEqual([['a.ts', 'b.ts'], ['c.ts'], ['b.ts'], ['a.ts']]);
  });

  it('makes links of those that exist, and none while the engine is away', async () => {
    const terminal = await terminalWith('x.ts a.ts:3');
    const hovered: (PathLink | null)[] = [];
    const links = (lookup: PathLookup) =>
      new Promise<ILink[] | undefined>((done) => {
        const provider = new PathLinks({
          terminal,
          lookup,
          shellFolder: () => null,
          onHover: (link) => hovered.push(link),
          onActivate: () => undefined,
        });
        provider.provideLinks(1, done);
      });
    const [link, ...rest] = (await links(new PathLookup(locate))) ?? [];
    expect(rest).toEqual([]);
    expect(link).toMatchObject({ text: 'a.ts:3', range: { start: { x: 6, y: 1 }, end: { x: 11, y: 1 } } });
    link?.hover?.({} as MouseEvent, '');
    expect(hovered).toEqual([{ path: '/w/a.ts', folder: false, printed: 'a.ts', line: 3, shellFolder: null }]);
    expect(await links(new PathLookup(() => Promise.reject(new Error('closed'))))).toBeUndefined();
  });
});
