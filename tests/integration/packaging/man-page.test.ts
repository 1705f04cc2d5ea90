import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manPage } from '../../../packaging/commands/man.ts';
import { commandTree, everyCommand } from '../../../packaging/commands/tree.ts';
import { named, whyNot } from '../../support/programs.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const TREE = commandTree('1.2.3');
const PAGE = manPage(TREE, { version: '1.2.3', date: new Date(0) });

describe('the page of the manual', () => {
  const noGroff = whyNot('groff');
  it.skipIf(noGroff !== null)(named('is right by groff, with every warning on', noGroff), () => {
    const { status, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z', '-'], { input: PAGE, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  const noMan = whyNot('man') ?? noGroff;
  it.skipIf(noMan !== null)(named('shows every command and every option', noMan), async () => {
    const path = join(await tempFolder(), 'kimi-shell.1');
    await writeFile(path, PAGE);
    const env = { PATH: process.env.PATH, MANWIDTH: '200', LANG: 'C.UTF-8', MAN_KEEP_FORMATTING: '' };
    const shown = execFileSync('man', ['-l', path], { encoding: 'utf8', env }).replaceAll(/\s+/g, ' ');
    for (const { words, below, options } of everyCommand(TREE)) {
      if (words.length === 0 || below.length > 0) continue;
      expect(shown).toContain(`kimi-shell ${words.join(' ')}`);
      for (const { names } of options) if (!names.includes('--help')) expect(shown).toContain(names.join(', '));
    }
    expect(shown).toContain('124');
  });
});
