import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { quotePath, shellKind } from '../../../../src-main/engine/files/quote-path.ts';

describe('a path as one word', () => {
  it.each(['/tmp/plain.png', '/tmp/a b', "/tmp/it's", '/tmp/$(touch x);`y`"z"', '/tmp/*?[a]', '/tmp/back\\slash', '/tmp/~#&|<>!'])(
    'is the same for a shell that reads it: %s',
    (path) => {
      expect(execFileSync('/bin/sh', ['-c', `printf %s ${quotePath(path, 'posix')}`], { encoding: 'utf8' })).toBe(path);
    },
  );

  it.each([
    ['C:\\Users\\me\\a.png', 'cmd', 'C:\\Users\\me\\a.png'],
    ['C:\\Users\\me & co\\a.png', 'cmd', '"C:\\Users\\me & co\\a.png"'],
    ["C:\\it's $x.png", 'powershell', "'C:\\it''s $x.png'"],
    ['C:\\a b.png', 'posix', "'C:\\a b.png'"],
  ] as const)('%s is for %s %s', (path, shell, quoted) => {
    expect(quotePath(path, shell)).toBe(quoted);
  });

  it('is quoted for the shell that reads it', () => {
    expect(shellKind('C:\\Windows\\System32\\cmd.exe', 'win32')).toBe('cmd');
    expect(shellKind('C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'win32')).toBe('powershell');
    expect(shellKind('C:\\Program Files\\Git\\bin\\bash.exe', 'win32')).toBe('posix');
    expect(shellKind(undefined, 'win32')).toBe('cmd');
    expect(shellKind(undefined, 'linux')).toBe('posix');
  });
});
