import { call } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AuditFacts } from '../../../src-main/engine/audit/index.ts';
import type { EngineServices } from '../../../src-main/engine/services.ts';
import type { CallContext } from '../../../src-main/engine/types.ts';
import { createRouter } from '../../../src-main/rpc/index.ts';
import { contract, type ProcedureMeta, ROLES, type Role, roleAllows } from '../../../src-shared/contract/index.ts';
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

const changing = procedures(contract).filter(({ procedure }) => procedure['~orpc'].meta.changes);

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
    'settings',
    'layouts',
    'events',
    'windows',
    'windowRequests',
    'power',
  ];
  const audit = { record: async (facts: AuditFacts) => void recorded.push(facts), ready };
  const services = {
    ...Object.fromEntries(names.map((name) => [name, domain])),
    audit,
    telemetry: { called: () => undefined },
    dataFolder: '/data',
    logger: testLogger(),
  };
  return { router: createRouter(services as unknown as EngineServices), recorded };
}

/** A call as a door makes it; what it throws is the error of the contract. */
async function outcomeOf(router: object, path: string, input: unknown, role: Role): Promise<string> {
  const found = procedures(router).find((other) => other.path === path);
  try {
    // biome-ignore lint/suspicious/noExplicitAny: the walk has lost the procedure's own type, and some inputs are meant to be wrong.
    await call(found!.procedure as any, input, { context: asCaller(role), path: path.split('.') });
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
  const [, prefix] = /^\^(ntf_)/.exec(schema.pattern ?? '') ?? [];
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

  it('and is answered well is recorded as that, with the session it made', async () => {
    const { router, recorded } = engineThat(() => ({ id: 'ses_01J0000000000000000000000A', name: 'one' }));
    expect(await outcomeOf(router, 'session.delete', { session: 'one' }, 'owner')).toBe('ok');
    expect(recorded).toMatchObject([{ where: { session: 'ses_01J0000000000000000000000A', ref: 'one' }, result: 'ok' }]);
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

describe('what only looks', () => {
  it.each(procedures(contract).filter(({ procedure }) => !procedure['~orpc'].meta.changes))('$path writes none', async ({ path }) => {
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
