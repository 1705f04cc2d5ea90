import { describe, expect, it } from 'vitest';
import { EXTRA_COMMANDS } from '#main/hosts/cli/commands/extra-commands.ts';
import { BEHAVIOURS } from '#main/hosts/cli/commands/index.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { buildProgram, findCommand, helpOf } from '#main/hosts/cli/program/build-program.ts';
import { commandSpecs, procedures } from '#main/hosts/cli/program/command-specs.ts';
import { LANGUAGES } from '#shared/messages/index.ts';
import { contractTexts } from '#shared/messages/zh-CN/contract.ts';

const SPECS = commandSpecs();
const COMMANDS = [...SPECS.map(({ command }) => command), ...EXTRA_COMMANDS.map(({ command }) => command)];

const programIn = (language: (typeof LANGUAGES)[number]) =>
  buildProgram({ specs: SPECS, behaviours: BEHAVIOURS, texts: textsIn(language), version: '1.2.3', onChosen: () => undefined });

/** Every English text that the contract and the commands say about themselves. */
function spokenTexts(): ReadonlySet<string> {
  const contract = SPECS.flatMap((spec) => [spec.summary, ...[...spec.positionals, ...spec.options].map(({ description }) => description)]);
  const extras = EXTRA_COMMANDS.flatMap((extra) => [
    extra.summary,
    ...[...extra.arguments, ...extra.options].map(({ description }) => description),
  ]);
  const behaviours = Object.values(BEHAVIOURS).flatMap(({ options = [] }) => options.map(({ description }) => description));
  const internal = procedures().flatMap(({ meta }) => ('internal' in meta.cli ? [meta.cli.internal] : []));
  return new Set([...contract, ...extras, ...behaviours, ...internal]);
}

describe('the command tree', () => {
  it('has a command for every procedure of the contract, or a reason why there is none', () => {
    for (const { path, meta } of procedures()) {
      if ('internal' in meta.cli) expect(meta.cli.internal, path.join('.')).not.toBe('');
      else
        expect(
          SPECS.map(({ command }) => command),
          path.join('.'),
        ).toContain(meta.cli.command);
    }
    expect(procedures().length).toBeGreaterThan(20);
  });

  it('has no two procedures with the same command', () => {
    expect(new Set(COMMANDS).size).toBe(COMMANDS.length);
  });

  it('has no behaviour for a command that does not exist', () => {
    expect(Object.keys(BEHAVIOURS).filter((command) => !COMMANDS.includes(command))).toEqual([]);
  });

  it('has the commands that others build on', () => {
    const stable = [
      'serve',
      'status',
      'doctor',
      'agent list',
      'agent install',
      'config list',
      'config get',
      'config set',
      'config edit',
      'config import',
    ];
    const session = ['create', 'list', 'show', 'switch', 'send', 'tail', 'attach', 'stop', 'restart', 'rename', 'delete'];
    expect(COMMANDS).toEqual(expect.arrayContaining([...stable, ...session.map((name) => `session ${name}`)]));
  });
});

describe('help', () => {
  it.each(LANGUAGES)('explains every command, argument and option in %s', (language) => {
    const program = programIn(language);
    for (const command of COMMANDS) {
      const found = findCommand(program, command.split(' '));
      expect(found?.description(), command).not.toBe('');
      const text = helpOf(found!, 100);
      for (const argument of found!.registeredArguments) expect(argument.description, `${command} ${argument.name()}`).not.toBe('');
      for (const option of found!.options) {
        expect(option.description, `${command} ${option.flags}`).not.toBe('');
        expect(text).toContain(option.flags);
      }
    }
  });

  it('is written in Chinese for everything that is said in English', () => {
    const spoken = spokenTexts();
    expect([...spoken].filter((text) => contractTexts[text] === undefined)).toEqual([]);
    expect(Object.keys(contractTexts).filter((text) => !spoken.has(text))).toEqual([]);
  });

  it('lists every command on its first page', () => {
    const text = helpOf(programIn('en'), 100);
    for (const command of COMMANDS) expect(text).toContain(`  ${command}`);
  });

  it('finds a command by its words and nothing by others', () => {
    const program = programIn('en');
    expect(findCommand(program, ['session', 'create'])?.name()).toBe('create');
    expect(findCommand(program, [])).toBe(program);
    expect(findCommand(program, ['session', 'nothing'])).toBeNull();
  });
});
