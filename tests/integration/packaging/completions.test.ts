import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../../packaging/commands/bash.ts';
import { fishCompletion } from '../../../packaging/commands/fish.ts';
import { commandTree, everyCommand } from '../../../packaging/commands/tree.ts';
import { zshCompletion } from '../../../packaging/commands/zsh.ts';
import { named, whyNot } from '../../support/programs.ts';

const TREE = commandTree('1.2.3');
const folder = mkdtempSync(join(tmpdir(), 'kimi-shell-completions-'));
mkdirSync(join(folder, 'a-folder'));
writeFileSync(join(folder, 'a-file'), '');
const kept = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHELLS = {
  bash: {
    file: kept('kimi-shell.bash', bashCompletion(TREE)),
    // As bash calls it: the words so far, the last of them under the cursor.
    offered(words: readonly string[]) {
      const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kimi_shell; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return lines('bash', ['--norc', '-c', script, 'bash', this.file, 'kimi-shell', ...words]);
    },
  },
  zsh: {
    file: kept('_kimi-shell', zshCompletion(TREE)),
    // zsh completes only while somebody types, so its three functions that show what is offered print it here.
    offered(words: readonly string[]) {
      const script = `
show() { print -rl -- "\${(M)@:#\${words[CURRENT]}*}" }
compadd() { shift; show "$@" }
_describe() { local name=\${@[-1]}; show "\${(@)\${(@P)name}%%:*}" }
_files() { if [[ $1 == -/ ]]; then show *(N/); else show *(N); fi }
compdef() { [[ "$*" == '_kimi-shell kimi-shell' ]] || exit 1 }
source "$1"; shift; words=("$@"); CURRENT=$#words; _kimi-shell`;
      return lines('zsh', ['-f', '-c', script, 'zsh', this.file, 'kimi-shell', ...words]);
    },
  },
  fish: {
    file: kept('kimi-shell.fish', fishCompletion(TREE)),
    offered(words: readonly string[]) {
      const line = ['kimi-shell', ...words].join(' ');
      return lines('fish', ['--no-config', '-c', `source ${this.file}; complete -C ${JSON.stringify(line)}`]).map(
        (one) => one.split('\t')[0] ?? '',
      );
    },
  },
} as const;

function lines(file: string, args: readonly string[]): readonly string[] {
  const env = { PATH: process.env.PATH, HOME: folder, TERM: 'dumb', LANG: 'C.UTF-8', XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const output = execFileSync(file, args, { cwd: folder, encoding: 'utf8', env, timeout: 20_000 });
  return output.split(/\r?\n/).filter((line) => line !== '');
}

for (const [shell, { file, offered }] of Object.entries(SHELLS)) {
  const reason = whyNot(shell);
  describe.skipIf(reason !== null)(named(`completion in ${shell}`, reason), () => {
    const ask = (...words: readonly string[]) => offered.call({ file } as never, words);

    it('offers the commands and groups', () => {
      expect(ask('')).toEqual(expect.arrayContaining(['session', 'status', 'config', 'serve', 'help']));
      expect(ask('se')).toEqual(expect.arrayContaining(['session', 'serve', 'service']));
      expect(ask('se')).not.toContain('status');
    });

    it('offers every command of a group', () => {
      const session = everyCommand(TREE).find(({ words }) => words.join(' ') === 'session');
      expect(ask('session', '')).toEqual(expect.arrayContaining(session!.below.map(({ words }) => words.at(-1))));
    });

    it('offers options where they belong', () => {
      expect(ask('session', 'create', 'name', '--')).toEqual(expect.arrayContaining(['--cwd', '--prompt', '--json']));
      expect(ask('session', 'list', '--')).not.toContain('--prompt');
    });

    it('offers the values that an option or an argument takes', () => {
      expect(ask('session', 'attach', 'name', '--rights', '')).toEqual(expect.arrayContaining(['read', 'write']));
      expect(ask('session', 'mark', 'name', '')).toEqual(expect.arrayContaining(['read', 'unread']));
      expect(ask('config', 'set', 'terminal.fontS')).toContain('terminal.fontSize');
    });

    it('offers folders for a folder', () => {
      const found = ask('session', 'create', 'name', '--cwd', 'a-').join(' ');
      expect(found).toContain('a-folder');
      expect(found).not.toContain('a-file');
    });
  });
}
