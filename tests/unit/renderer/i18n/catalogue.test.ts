import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';
import { window as en } from '#shared/messages/en/window.ts';
import { window as zh } from '#shared/messages/zh-CN/window.ts';

const ROOT = resolve(import.meta.dirname, '../../../../src-renderer');
const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the texts of the window', () => {
  it('exist in both languages with the same values', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect([key, placeholders(zh[key])]).toEqual([key, placeholders(en[key])]);
      expect([key, zh[key].trim()]).not.toEqual([key, '']);
    }
  });

  it('have both forms where they count', () => {
    const keys = Object.keys(en);
    for (const key of keys.filter((k) => k.endsWith('_one'))) expect(keys).toContain(key.replace(/_one$/, '_other'));
    for (const key of keys.filter((k) => k.endsWith('_other'))) expect(keys).toContain(key.replace(/_other$/, '_one'));
  });

  it('are all used', () => {
    const all = sources.map((source) => source.text).join('\n');
    // Keys with a variable end, as in t(`window.state.${name}`).
    const families = [...all.matchAll(/`(window\.[\w.-]+[.-])\$\{/g)].map(([, prefix]) => prefix ?? '');
    const unused = Object.keys(en).filter((key) => {
      const base = key.replace(/_(one|other)$/, '');
      return !all.includes(`'${base}'`) && !families.some((family) => base.startsWith(family));
    });
    expect(unused).toEqual([]);
  });
});

/** Attributes whose text a person reads or hears. */
const SPOKEN = new Set([
  'title',
  'placeholder',
  'alt',
  'label',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'heading',
  'about',
  'hint',
]);
/** Not language: commands that are typed as they are. */
const COMMANDS = new Set(['kimi-shell serve', 'npm start']);

interface Found {
  readonly what: string;
  readonly text: string;
}

/** Every text for people that stands in JSX instead of the catalogue. */
function literals(code: string): readonly Found[] {
  const found: Found[] = [];
  const words = (text: unknown) => typeof text === 'string' && /\p{L}{2}/u.test(text) && !COMMANDS.has(text.trim());
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const one of node) visit(one);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const at = node as Record<string, unknown>;
    if (at.type === 'JSXText' && words(at.value)) found.push({ what: 'text', text: String(at.value).trim() });
    if (at.type === 'JSXExpressionContainer') {
      const expression = at.expression as Record<string, unknown>;
      if (expression.type === 'StringLiteral' && at.parent === 'child' && words(expression.value)) {
        found.push({ what: 'text', text: String(expression.value) });
      }
    }
    if (at.type === 'JSXAttribute') {
      const name = (at.name as { value?: string }).value ?? '';
      const value = at.value as { type?: string; value?: unknown } | null;
      if (SPOKEN.has(name) && value?.type === 'StringLiteral' && words(value.value)) found.push({ what: name, text: String(value.value) });
      visit(at.value);
      return;
    }
    if (at.type === 'JSXElement' || at.type === 'JSXFragment') {
      for (const child of at.children as Record<string, unknown>[]) if (child.type === 'JSXExpressionContainer') child.parent = 'child';
    }
    for (const value of Object.values(at)) visit(value);
  };
  visit(parseSync(code, { syntax: 'typescript', tsx: true }).body);
  return found;
}

describe('components', () => {
  it.each(sources.filter((source) => source.path.endsWith('.tsx')))('$path says nothing that is not in the catalogue', ({ text }) => {
    expect(literals(text)).toEqual([]);
  });

  it('are really looked at: the guard finds each kind of literal', () => {
    const code = `const a = <p title="Hello there" className="flex">Some words {'more words'} <b>{t('window.close')}</b> · 3 ×</p>;`;
    expect(literals(code)).toEqual([
      { what: 'title', text: 'Hello there' },
      { what: 'text', text: 'Some words' },
      { what: 'text', text: 'more words' },
    ]);
  });
});
