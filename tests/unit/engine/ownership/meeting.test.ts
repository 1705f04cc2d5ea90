import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meeting } from '../../../../src-main/engine/ownership/index.ts';
import { EngineKind } from '../../../../src-shared/contract/index.ts';

type Cell = readonly [newcomer: EngineKind, owner: EngineKind, verdict: ReturnType<typeof meeting>];

const CELLS: readonly Cell[] = [
  ['call', 'call', 'join'],
  ['call', 'serve', 'join'],
  ['call', 'service', 'join'],
  ['call', 'desktop', 'join'],
  ['serve', 'call', 'take-over'],
  ['serve', 'serve', 'join'],
  ['serve', 'service', 'join'],
  ['serve', 'desktop', 'join'],
  ['service', 'call', 'take-over'],
  ['service', 'serve', 'stand-by'],
  ['service', 'service', 'stand-by'],
  ['service', 'desktop', 'stand-by'],
  ['desktop', 'call', 'take-over'],
  ['desktop', 'serve', 'join'],
  ['desktop', 'service', 'join'],
  ['desktop', 'desktop', 'join'],
];
const WORDS = { 'take-over': 'takes over', join: 'uses that one', 'stand-by': 'stands by' } as const;
const DOCUMENT = resolve(import.meta.dirname, '../../../../docs/engine.md');

describe('who has the data folder when two engines meet', () => {
  it.each(CELLS)('a %s that finds a %s: %s', (newcomer, owner, verdict) => {
    expect(meeting(newcomer, owner)).toBe(verdict);
  });

  it('is said for every pair', () => {
    expect(new Set(CELLS.map(([newcomer, owner]) => `${newcomer} ${owner}`)).size).toBe(EngineKind.options.length ** 2);
  });

  it.each(EngineKind.options)('stands in docs/engine.md as it is tested: %s', async (newcomer) => {
    const text = await readFile(DOCUMENT, 'utf8');
    const verdicts = ['call', 'serve', 'service', 'desktop'].map(
      (owner) => WORDS[CELLS.find(([from, to]) => from === newcomer && to === owner)?.[2] ?? 'join'],
    );
    const row = text.split('\n').find((line) => new RegExp(`^\\| \`${newcomer}\` +\\| (takes|uses|stands)`).test(line));
    expect(
      row
        ?.split('|')
        .slice(2, -1)
        .map((cell) => cell.trim()),
    ).toEqual(verdicts);
  });
});
