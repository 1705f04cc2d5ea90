import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { commandFor } from '#main/hosts/headless/shell-command.ts';

describe('the line that reaches a data folder from the command line', () => {
  test('is plain for a plain folder', () => {
    expect(commandFor('/home/me/.kimi-shell-demo')).toBe('KIMI_SHELL_HOME=/home/me/.kimi-shell-demo npx kimi-shell');
  });

  test.each(['/tmp/a b', "/tmp/it's", '/tmp/$HOME', '/tmp/演示', '/tmp/a;b'])('means %s to a shell', (folder) => {
    const line = commandFor(folder).replace('npx kimi-shell', 'printenv KIMI_SHELL_HOME');
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toBe(`${folder}\n`);
  });
});
