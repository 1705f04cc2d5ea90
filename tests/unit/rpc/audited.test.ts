import { readFile } from 'node:fs/promises';
import { call } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AuditFacts } from '../../../src-main/engine/audit/index.ts';
import { noteSession } from '../../../src-main/engine/calls/index.ts';
import type { EngineServices } from '../../../src-main/engine/services.ts';
import type { CallContext } from '../../../src-main/engine/types.ts';
import { createRouter } from '../../../src-main/rpc/index.ts';
import {
  CALLER_KINDS,
  type Caller,
  contract,
  type ProcedureMeta,
  ROLES,
  type Role,
  roleAllows,
} from '../../../src-shared/contract/index.ts';
import { KimiError } from '../../../src-shared/errors/kimi-error.ts';
import { openAuditIn } from '../../support/audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { testLogger } from '../../support/test-logger.ts';

interface Found {
  readonly path: string;
  readonly procedure: { '~orpc': { meta: ProcedureMeta; inputSchema: z.ZodType } };
}

/** Every procedure below a router or a contract, with its dotted name. */
function procedures(node: object, path: readonly string[] = []): Found[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const here = [...path, key];
    return '~orpc' in value ? [{ path: here.join('.'), procedure: value }] : procedures(value, here);
  });
}

const doing = procedures(contract).filter(({ procedure }) => procedure['~orpc'].meta.changes);
/** What changes something and is an entry; what is none says why. */
const changing = doing.filter(({ procedure }) => procedure['~orpc'].meta.unaudited === undefined);
const handingOut = procedures(contract).filter(({ procedure }) => procedure['~orpc'].meta.handsOut !== undefined);
const unaudited = doing.filter(({ procedure }) => procedure['~orpc'].meta.unaudited !== undefined);

const SESSION = 'ses_01J0000000000000000000000A';
const TERMINAL = 'trm_01J0000000000000000000000A';

const asCaller = (role: Role): CallContext => ({
  caller: { kind: role === 'agent' ? 'agent' : 'cli', depth: role === 'agent' ? 1 : 0, role },
  connection: 'test',
});

/** Services of which each method does what `act` does, over a log that is only looked at. */
function engineThat(act: () => unknown, ready: () => Promise<void> = async () => undefined) {
  const recorded: AuditFacts[] = [];
  const domain = new Proxy({}, { get: () => act });
  const names = [
    'system',
    'sessions',
    'arrangement',
    'terminals',
    'agents',
    'files',
    'notifications',
    'secrets',
    'settings',
    'layouts',
    'events',
    'windows',
    'windowRequests',
    'power',
  ];
  const audit = { record: async (facts: AuditFacts) => void recorded.push(facts), ready };
  const logger = testLogger();
  const services = {
    ...Object.fromEntries(names.map((name) => [name, domain])),
    audit,
    telemetry: { called: () => undefined },
    dataFolder: '/data',
    logger,
  };
  return { router: createRouter(services as unknown as EngineServices), recorded, lines: logger.lines };
}

/** A call as a door makes it; what it throws is the error of the contract. */
async function outcomeOf(router: object, path: string, input: unknown, role: Role, kind?: Caller['kind']): Promise<string> {
  const context = asCaller(role);
  const found = procedures(router).find((other) => other.path === path);
  try {
    // biome-ignore lint/suspicious/noExplicitAny: the walk has lost the procedure's own type, and some inputs are meant to be wrong.
    await call(found!.procedure as any, input, {
      context: kind === undefined ? context : { ...context, caller: { ...context.caller, kind } },
      path: path.split('.'),
    });
    return 'ok';
  } catch (error) {
    return (error as { data: { code: string } }).data.code;
  }
}

/** Some input that a schema takes: the smallest one, made from what the schema says of itself. */
function someInput(schema: z.ZodType): unknown {
  return sample(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema);
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

function sample(schema: Schema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf?.[0] !== undefined) return sample(schema.anyOf[0]);
  const [, prefix] = /^\^\(?(ntf_|ses_|win_)/.exec(schema.pattern ?? '') ?? [];
  if (prefix !== undefined) return `${prefix}${'0'.repeat(26)}`;
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]));
    case 'array':
      return [sample(schema.items ?? {})];
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0);
    case 'boolean':
      return false;
    default:
      return 'abcd';
  }
}

describe('what changes something', () => {
  it('is there to be walked', () => expect(changing.length).toBeGreaterThan(20));

  it.each(changing)('$path writes exactly one entry when it is worked on', async ({ path, procedure }) => {
    const input = someInput(procedure['~orpc'].inputSchema);
    let asked = 0;
    const { router, recorded } = engineThat(() => {
      asked += 1;
      throw new KimiError('CONFLICT', { reason: 'running' });
    });
    expect(await outcomeOf(router, path, input, 'owner')).toBe('CONFLICT');
    expect(asked, 'the input was taken').toBe(1);
    expect(recorded).toMatchObject([
      { procedure: path, decision: 'allowed', result: 'CONFLICT', caller: { kind: 'cli', role: 'owner', connection: 'test' } },
    ]);
  });

  it.each(changing)('$path writes exactly one entry when its input is refused', async ({ path }) => {
    const { router, recorded } = engineThat(() => null);
    const outcome = await outcomeOf(router, path, 'no input', 'owner');
    expect(outcome).toBe('INVALID_INPUT');
    expect(recorded).toMatchObject([{ procedure: path, decision: 'allowed', result: 'INVALID_INPUT', where: {} }]);
  });

  it.each(changing)('$path writes exactly one entry for each role that is denied', async ({ path, procedure }) => {
    const { role } = procedure['~orpc'].meta;
    const lower = ROLES.filter((have) => !roleAllows(have, role));
    const { router, recorded } = engineThat(() => null);
    for (const have of lower) expect(await outcomeOf(router, path, {}, have)).toBe('DENIED');
    expect(recorded.map(({ caller, decision, why, result }) => [caller.role, decision, why, result])).toEqual(
      lower.map((have) => [have, 'denied', `needs ${role}`, 'DENIED']),
    );
  });

  it('is recorded with the ids of the sessions that were meant by names, done or refused', async () => {
    const ids = { one: 'ses_01J0000000000000000000000A', two: 'ses_01J0000000000000000000000B' };
    const look = () => Object.entries(ids).forEach(([name, id]) => void noteSession(name, { id, name }));
    const done = engineThat(() => {
      look();
      return { confirmedBy: 'screen', tookMs: 1 };
    });
    expect(await outcomeOf(done.router, 'session.send', { session: ' one ', text: 'x' }, 'owner')).toBe('ok');
    expect(done.recorded).toMatchObject([{ where: { session: ids.one, ref: ' one ' }, result: 'ok' }]);
    const refused = engineThat(() => {
      look();
      throw new KimiError('CONFLICT', { reason: 'running' });
    });
    expect(await outcomeOf(refused.router, 'session.move', { session: 'one', where: 'before', other: 'two' }, 'owner')).toBe('CONFLICT');
    expect(refused.recorded).toMatchObject([{ where: { session: ids.one, ref: 'one', other: ids.two }, result: 'CONFLICT' }]);
  });

  it('is recorded with the name that the session had then, by whatever it was meant: what is deleted has none afterwards', async () => {
    const engine = (name: string, answer: unknown) =>
      engineThat(() => {
        noteSession(SESSION, { id: SESSION, name });
        return answer;
      });
    const deleted = engine('second', { id: SESSION, name: 'second' });
    expect(await outcomeOf(deleted.router, 'session.delete', { session: SESSION }, 'owner')).toBe('ok');
    const marked = engine('second', null);
    await outcomeOf(marked.router, 'session.mark', { session: SESSION, as: 'unread' }, 'owner');
    expect([...deleted.recorded, ...marked.recorded].map(({ where }) => where)).toEqual([
      { sessionName: 'second', session: SESSION },
      { sessionName: 'second', as: 'unread', session: SESSION },
    ]);
  });

  it('and is answered well is recorded as that, with the session it made', async () => {
    const { router, recorded, lines } = engineThat(() => ({ id: 'ses_01J0000000000000000000000A', name: 'one' }));
    expect(await outcomeOf(router, 'session.delete', { session: 'one' }, 'owner')).toBe('ok');
    expect(recorded).toMatchObject([{ where: { session: 'ses_01J0000000000000000000000A', ref: 'one' }, result: 'ok' }]);
    expect(lines).toMatchObject([{ level: 'info', message: 'a call was answered' }]);
  });

  it('is in the log before it is answered', async () => {
    const audit = await openAuditIn(await tempFolder());
    const domain = new Proxy({}, { get: () => () => ({ pages: 1 }) });
    const router = createRouter({
      system: domain,
      audit,
      telemetry: { called: () => undefined },
      dataFolder: '/data',
      logger: testLogger(),
    } as unknown as EngineServices);
    expect(await outcomeOf(router, 'system.revokePages', {}, 'owner')).toBe('ok');
    await audit.close();
    expect((await audit.list({ limit: 10 })).entries).toMatchObject([{ procedure: 'system.revokePages', result: 'ok' }]);
  });
});

describe('what changes something and is no act that the log is asked about', () => {
  it('is this, with a reason, and nothing that needs the log, has a command or is open to others than the owner', async () => {
    expect(unaudited.map(({ path }) => path)).toEqual(['system.lookingAt', 'notification.shown', 'settings.saveLayout']);
    const page = await readFile(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
    for (const { path, procedure } of unaudited) {
      const { unaudited: why, needsAudit, role, cli } = procedure['~orpc'].meta;
      expect(why?.length).toBeGreaterThan(20);
      expect([needsAudit, role, 'internal' in cli]).toEqual([undefined, 'owner', true]);
      expect(page).toContain(`\`${path}\``);
    }
  });

  it.each(unaudited)('$path writes none, done, failed or not taken', async ({ path, procedure }) => {
    const input = someInput(procedure['~orpc'].inputSchema);
    const done = engineThat(() => undefined);
    expect(await outcomeOf(done.router, path, input, 'owner')).toBe('ok');
    expect(await outcomeOf(done.router, path, 'no input', 'owner')).toBe('INVALID_INPUT');
    const failed = engineThat(() => {
      throw new KimiError('CONFLICT');
    });
    expect(await outcomeOf(failed.router, path, input, 'owner')).toBe('CONFLICT');
    expect([...done.recorded, ...failed.recorded]).toEqual([]);
    expect([...done.lines, ...failed.lines].map(({ level }) => level)).toEqual(['debug', 'debug', 'debug']);
  });

  it.each(unaudited)('$path writes one for each role that is denied', async ({ path }) => {
    const { router, recorded } = engineThat(() => null);
    const lower = ROLES.filter((role) => role !== 'owner');
    for (const role of lower) expect(await outcomeOf(router, path, {}, role)).toBe('DENIED');
    expect(recorded.map(({ caller, decision }) => [caller.role, decision])).toEqual(lower.map((role) => [role, 'denied']));
  });
});

describe('what changes nothing itself and hands out the right to', () => {
  const INPUT = { session: 'one' };
  const asked = async (kind: Caller['kind'], role: Role, input: unknown) => {
    const { router, recorded, lines } = engineThat(() => ({
      session: SESSION,
      terminal: TERMINAL,
      url: 'ws://localhost/',
      ticket: 'let me in',
    }));
    const outcome = await outcomeOf(router, 'terminal.attach', input, role, kind);
    return { outcome, recorded, levels: lines.map(({ level }) => level) };
  };

  it('is this', async () => {
    expect(handingOut.map(({ path }) => path)).toEqual(['terminal.attach']);
    const page = await readFile(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
    for (const { path, procedure } of handingOut) {
      expect([procedure['~orpc'].meta.changes, procedure['~orpc'].meta.unaudited]).toEqual([false, undefined]);
      expect(page).toContain(`\`${path}\``);
    }
  });

  it.each(CALLER_KINDS.filter((kind) => kind !== 'window'))('writes one for each caller that may type: %s', async (kind) => {
    for (const input of [INPUT, { ...INPUT, rights: 'write' }]) {
      const { outcome, recorded, levels } = await asked(kind, 'owner', input);
      expect([outcome, levels]).toEqual(['ok', ['info']]);
      expect(recorded).toMatchObject([{ procedure: 'terminal.attach', caller: { kind }, where: input, result: 'ok' }]);
      expect(JSON.stringify(recorded)).not.toContain('let me in');
    }
  });

  it.each([
    ['a window, which attaches by itself', 'window', INPUT],
    ['who only watches', 'cli', { ...INPUT, rights: 'read' }],
    ['a window that only watches', 'window', { ...INPUT, rights: 'read' }],
  ] as const)('writes none for %s', async (_, kind, input) => {
    const { outcome, recorded, levels } = await asked(kind, 'owner', input);
    expect([outcome, recorded, levels]).toEqual(['ok', [], ['debug']]);
  });

  it('writes one for who is refused', async () => {
    for (const [kind, input] of [
      ['agent', INPUT],
      ['agent', { ...INPUT, rights: 'read' }],
      ['window', INPUT],
    ] as const) {
      const { outcome, recorded } = await asked(kind, 'agent', input);
      expect(outcome).toBe('DENIED');
      expect(recorded).toMatchObject([{ procedure: 'terminal.attach', where: input, decision: 'denied', result: 'DENIED' }]);
    }
    const { outcome, recorded } = await asked('cli', 'owner', 'no input');
    expect(outcome).toBe('INVALID_INPUT');
    expect(recorded).toMatchObject([{ procedure: 'terminal.attach', where: {}, decision: 'allowed', result: 'INVALID_INPUT' }]);
  });
});

/**
 * Procedures that say they change nothing, by what they were found to do when their handlers were read down to what they store. Nothing of
 * it shows from outside, so a new one is put here by who has read it.
 */
const LOOKS: Readonly<Record<string, readonly string[]>> = {
  'reads state.db, holders and screens': ['session.list', 'session.show', 'settings.loadLayout', 'notification.list'],
  'reads files, environment and programs of the machine': [
    'agent.list',
    'file.locate',
    'file.quote',
    'log.list',
    'log.follow',
    'settings.get',
    'settings.describe',
    'system.status',
  ],
  'checks the machine: a trial file and a trial value in the keychain are taken out again, the data folder is kept to its owner': [
    'system.doctor',
    'system.diagnostics',
  ],
  'reads the audit log': ['audit.list', 'audit.search', 'audit.export', 'audit.verify'],
  'reads names of secrets': ['secret.list'],
  'opens the store of secrets where that needs nobody, as each need of one does; gives no value': ['secret.status'],
  'reads what the engine holds in memory, or measures it': ['system.awake', 'system.load', 'system.whoami'],
  'gives a ticket for a terminal; the right to type is looked at above': ['terminal.attach', 'terminal.tail'],
  'follows what happens; a window counts as open meanwhile, in memory': ['system.events'],
  'remembers in memory which window was used last, and that somebody is there': ['system.focused'],
  'asks a window to show something, by an event; what is then done there is a call of the window': [
    'session.switch',
    'session.propose',
    'system.act',
  ],
};

describe('what only looks', () => {
  const looking = procedures(contract).filter(({ procedure }) => !procedure['~orpc'].meta.changes);

  it('is this, as somebody has read it', () => {
    expect(looking.map(({ path }) => path).toSorted()).toEqual(Object.values(LOOKS).flat().toSorted());
  });

  it.each(looking.filter(({ procedure }) => procedure['~orpc'].meta.handsOut === undefined))('$path writes none', async ({ path }) => {
    const { router, recorded } = engineThat(() => null);
    for (const role of ROLES) await outcomeOf(router, path, {}, role);
    expect(recorded).toEqual([]);
  });
});

describe('while the log cannot be written', () => {
  const failing = async () => {
    throw new KimiError('AUDIT_UNAVAILABLE', { reason: 'SQLITE_FULL' });
  };

  it('what starts programs, opens a door or loosens a rule is refused and not done; everything else is', async () => {
    const refused: string[] = [];
    for (const { path, procedure } of changing) {
      let asked = 0;
      const { router, recorded } = engineThat(() => {
        asked += 1;
        throw new KimiError('CONFLICT');
      }, failing);
      const outcome = await outcomeOf(router, path, someInput(procedure['~orpc'].inputSchema), 'owner');
      expect([outcome, asked]).toEqual(outcome === 'CONFLICT' ? ['CONFLICT', 1] : ['AUDIT_UNAVAILABLE', 0]);
      if (outcome !== 'CONFLICT') refused.push(path);
      expect(recorded).toHaveLength(1);
    }
    expect(refused.toSorted()).toEqual([
      'agent.install',
      'file.edit',
      'notification.act',
      'secret.delete',
      'secret.reveal',
      'secret.rotate',
      'secret.set',
      'secret.unlock',
      'session.create',
      'session.restart',
      'settings.merge',
      'settings.replace',
      'settings.set',
      'settings.unset',
      'system.link',
    ]);
  });

  it('who is denied anyway is told that', async () => {
    const { router } = engineThat(() => null, failing);
    expect(await outcomeOf(router, 'session.create', {}, 'agent')).toBe('DENIED');
  });
});
