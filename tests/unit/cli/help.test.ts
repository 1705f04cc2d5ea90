import { describe, expect, it } from 'vitest';
import { BEHAVIOURS } from '#main/hosts/cli/commands/index.ts';
import { apiView } from '#main/hosts/cli/help/api-view.ts';
import { usesCommand } from '#main/hosts/cli/help/example.ts';
import { EXAMPLES } from '#main/hosts/cli/help/examples.ts';
import { examplesView } from '#main/hosts/cli/help/examples-view.ts';
import { openApiDocument } from '#main/hosts/cli/help/openapi.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { styleFor } from '#main/hosts/cli/output/style.ts';
import type { Look } from '#main/hosts/cli/output/views.ts';
import { buildProgram, type Chosen } from '#main/hosts/cli/program/build-program.ts';
import { commandSpecs, procedures } from '#main/hosts/cli/program/command-specs.ts';
import { LANGUAGES, type Language } from '#shared/messages/index.ts';
import { commandTree, everyCommand, isCommand } from '../../../packaging/commands/tree.ts';
import { readExamples } from '../../../packaging/docs/examples.ts';
import { commandLines } from '../../support/shell-words.ts';

const look = (language: Language): Look => ({
  texts: textsIn(language),
  style: styleFor({ isTTY: false } as NodeJS.WriteStream, {}),
  now: 0,
  width: undefined,
});

/** What no script can show, or should not do to the machine that runs it. */
const WITHOUT_EXAMPLE: Readonly<Record<string, string>> = {
  'agent install': 'downloads Kimi and changes the machine',
  'service install': 'changes the machine',
  'service uninstall': 'changes the machine',
  'session attach': 'is for a person at a terminal',
  'session propose': 'needs a window',
  'session switch': 'needs a window',
};

const COMMANDS = everyCommand(commandTree('1.2.3'))
  .filter(isCommand)
  .map(({ words }) => words.join(' '));

/** What a line leads to. @throws CommanderError | KimiError for one that is not understood */
function understood(words: readonly string[]): Chosen | null {
  let chosen: Chosen | null = null;
  const program = buildProgram({
    specs: commandSpecs(),
    behaviours: BEHAVIOURS,
    texts: textsIn('en'),
    version: '1.2.3',
    onChosen: (one) => {
      chosen = one;
    },
  });
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)])
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  program.parse([...words], { from: 'user' });
  return chosen;
}

describe('examples', () => {
  it('of the program are those of docs/examples', async () => {
    expect(EXAMPLES, 'run: npm run docs').toEqual(await readExamples());
  });

  it.each(EXAMPLES.map((example) => [example.name, example] as const))(
    '%s has commands that exist, with options they have',
    (_, { script }) => {
      const lines = commandLines(script, 'kimi-shell');
      expect(lines.length).toBeGreaterThan(0);
      for (const words of lines) expect(understood(words), words.join(' ')).not.toBeNull();
    },
  );

  it('are there for every command, or there is a reason why not', () => {
    const without = COMMANDS.filter((command) => !EXAMPLES.some(({ script }) => usesCommand(script, command)));
    expect(without).toEqual(COMMANDS.filter((command) => Object.hasOwn(WITHOUT_EXAMPLE, command)));
    expect(without.toSorted()).toEqual(Object.keys(WITHOUT_EXAMPLE));
  });

  it('are shown for a command, a group or all, in a form that can be run', () => {
    expect(examplesView(['group', 'rename'], look('en'))).toMatch(/^# Names, tags.*\n(kimi-shell .*\n)+kimi-shell session delete \w+$/);
    expect(examplesView(['group', 'rename'], look('zh-CN'))).toMatch(/^# 会话的名称/);
    expect(examplesView(['audit'], look('en')).split('\n\n')).toHaveLength(1);
    expect(examplesView([], look('en')).split('\n\n')).toHaveLength(EXAMPLES.length);
    expect(examplesView(['session', 'attach'], look('en'))).toContain('kimi-shell help session attach');
  });

  it('are not found by a part of a command’s name', () => {
    expect(usesCommand('kimi-shell session list-all', 'session list')).toBe(false);
    expect(usesCommand('id=$(kimi-shell session list)', 'session list')).toBe(true);
  });
});

describe('the api', () => {
  it.each(LANGUAGES)('is every procedure with role, input, output and errors, in %s', (language) => {
    const { t } = textsIn(language);
    const all = apiView(null, look(language));
    for (const { path, meta } of procedures()) {
      const page = apiView(path.join('.'), look(language));
      expect(all).toContain(page.slice(0, page.lastIndexOf('\n\n')));
      for (const part of [t(`cli.api.role.${meta.role}`), t('cli.api.input'), t('cli.api.output'), 'KIMI']) expect(page).toContain(part);
    }
  });

  it('says what of it is in the audit log', () => {
    const said = (procedure: string) => apiView(procedure, look('en'));
    expect(said('session.stop')).toContain('yes; each call is in the audit log');
    expect(said('settings.saveLayout')).toContain('yes; only a call that is denied is in the audit log');
    expect(said('terminal.attach')).toContain('no, but it hands out the right to; who asks for that is in the audit log');
    expect(said('session.list')).not.toContain('audit log');
  });

  it('says inputs and outputs as the contract has them', () => {
    const page = apiView('session.send', look('en'));
    expect(page).toMatch(/^ {4}session +string +session id or name$/m);
    expect(apiView('notification.doNotDisturb', look('en'))).toMatch(/^ {4}set\? +"on" \| "off" +on or off/m);
    expect(apiView('system.events', look('en'))).toContain('AsyncIterable<');
  });

  it('is that of a domain, and refuses a name that does not exist with the nearest', () => {
    expect(apiView('audit', look('en')).match(/^audit\.\w+/gm)).toEqual(
      procedures().flatMap(({ path }) => (path[0] === 'audit' ? [path.join('.')] : [])),
    );
    expect(() => apiView('session.crate', look('en'))).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('has an OpenAPI document with every procedure, as the local socket serves it', async () => {
    const document = await openApiDocument('1.2.3');
    expect(document).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), info: { version: '1.2.3' } });
    expect(Object.keys(document.paths ?? {})).toEqual(procedures().map(({ path }) => `/${path.join('/')}`));
    for (const { path, meta } of procedures()) {
      const operation = document.paths?.[`/${path.join('/')}`]?.post;
      expect(operation, path.join('.')).toMatchObject({
        operationId: path.join('.'),
        'x-least-role': meta.role,
        'x-changes': meta.changes,
        requestBody: { content: { 'application/json': { schema: { required: ['json'] } } } },
        responses: { 200: {}, default: { content: { 'application/json': {} } } },
      });
      expect(operation?.summary).not.toBe('');
    }
    expect(JSON.stringify(document.paths?.['/session/send'])).toContain('session id or name');
  });

  it('has an OpenAPI document that says which calls the audit log has, also of what changes nothing itself', async () => {
    const { paths = {}, info } = await openApiDocument('1.2.3');
    const said = Object.fromEntries(
      Object.entries(paths).map(([path, item]) => {
        const { 'x-changes': changes, 'x-audited': audited } = (item?.post ?? {}) as Record<string, unknown>;
        return [path, { changes, audited }];
      }),
    );
    expect(said['/session/stop']).toEqual({ changes: true, audited: 'each' });
    expect(said['/settings/saveLayout']).toEqual({ changes: true, audited: 'denied' });
    expect(said['/terminal/attach']).toEqual({ changes: false, audited: 'handing-out' });
    expect(said['/session/list']).toEqual({ changes: false, audited: 'none' });
    // Each word that a procedure has is explained.
    for (const { audited } of Object.values(said)) expect(info.description).toContain(`\`${audited}\``);
  });
});
