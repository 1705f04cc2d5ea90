import { call, createRouterClient, isProcedure, ORPCError } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { EngineServices } from '../../../src-main/engine/services.ts';
import type { CallContext } from '../../../src-main/engine/types.ts';
import { createRouter } from '../../../src-main/rpc/index.ts';
import { CALLER_KINDS, contract, type ProcedureMeta, ROLES, type Role, roleAllows } from '../../../src-shared/contract/index.ts';
import { KimiError } from '../../../src-shared/errors/kimi-error.ts';
import { type LogLine, testLogger } from '../../support/test-logger.ts';

interface Found {
  readonly path: string;
  readonly procedure: { '~orpc': { meta: ProcedureMeta & { declared?: boolean } } };
}

/** Every procedure below a router or a contract, with its dotted name. */
function procedures(node: object, path: readonly string[] = []): Found[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const here = [...path, key];
    return '~orpc' in value ? [{ path: here.join('.'), procedure: value }] : procedures(value, here);
  });
}

const asCaller = (role: Role): CallContext => ({
  caller: { kind: role === 'agent' ? 'agent' : 'cli', depth: role === 'agent' ? 1 : 0, role },
  connection: 'test',
});

/** Services of which each method does what `act` does; what the procedures hand over is seen by it. */
function servicesThat(act: (name: string, args: readonly unknown[]) => unknown) {
  const logger = testLogger();
  const domain = (name: string) =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          (...args: unknown[]) =>
            act(`${name}.${String(method)}`, args),
      },
    );
  const names = ['system', 'sessions', 'arrangement', 'terminals', 'agents', 'files', 'settings', 'layouts', 'events', 'windows'];
  return {
    services: {
      ...Object.fromEntries(names.map((name) => [name, domain(name)])),
      telemetry: { called: () => undefined },
      audit: { record: async () => undefined, ready: async () => undefined },
      dataFolder: '/data',
      logger,
    } as unknown as EngineServices,
    lines: logger.lines as LogLine[],
  };
}

const declared = procedures(contract);

describe('every procedure of the contract', () => {
  it.each(declared)('$path declares its least role, whether it changes anything, and its command', ({ procedure }) => {
    const meta = procedure['~orpc'].meta;
    expect(meta.declared).toBe(true);
    expect(ROLES).toContain(meta.role);
    expect(typeof meta.changes).toBe('boolean');
    if ('internal' in meta.cli) expect(meta.cli.internal.length).toBeGreaterThan(10);
    else expect(meta.cli.command).toMatch(/^[a-z]+( [a-z]+)*$/);
  });

  it('is implemented, and nothing else is', () => {
    const { services } = servicesThat(() => null);
    const router = createRouter(services);
    const implemented = procedures(router);
    expect(implemented.map((found) => found.path).sort()).toEqual(declared.map((found) => found.path).sort());
    for (const { procedure } of implemented) expect(isProcedure(procedure)).toBe(true);
  });

  it.each(declared)('$path is denied to every lower role, before its input is looked at', async ({ path, procedure }) => {
    const asked: string[] = [];
    const { services } = servicesThat((name) => asked.push(name));
    const { role } = procedure['~orpc'].meta;
    for (const lower of ROLES.filter((have) => !roleAllows(have, role))) {
      const found = procedures(createRouter(services)).find((other) => other.path === path);
      // biome-ignore lint/suspicious/noExplicitAny: the walk has lost the procedure's own type, and the input is meant to be wrong.
      const result = call(found!.procedure as any, { not: 'an input' }, { context: asCaller(lower), path: path.split('.') });
      await expect(result).rejects.toMatchObject({
        code: 'KIMI',
        status: 403,
        data: { code: 'DENIED', context: { need: role, have: lower } },
      });
    }
    expect(asked).toEqual([]);
  });

  it('gives an agent nothing but its own session and its own identity', () => {
    expect(declared.filter(({ procedure }) => procedure['~orpc'].meta.role === 'agent').map(({ path }) => path)).toEqual([
      'system.whoami',
      'session.show',
    ]);
  });

  it('changes something only for the owner', () => {
    const loose = declared.filter(({ procedure }) => procedure['~orpc'].meta.changes && procedure['~orpc'].meta.role !== 'owner');
    expect(loose.map(({ path }) => path)).toEqual([]);
  });
});

describe('a call', () => {
  const clientOf = (services: EngineServices, role: Role = 'owner') =>
    createRouterClient(createRouter(services), { context: asCaller(role) });

  it.each(CALLER_KINDS)('is made as the connection says: %s', async (kind) => {
    const { services } = servicesThat(() => null);
    const caller = { kind, depth: 0, role: 'viewer' as const };
    const client = createRouterClient(createRouter(services), { context: { caller, connection: 'c' } });
    expect(await client.system.whoami({})).toEqual(caller);
  });

  it('that fails is told as data, with the status of its code', async () => {
    const { services } = servicesThat(() => {
      throw new KimiError('NAME_AMBIGUOUS', { name: 'x', count: 2 });
    });
    await expect(clientOf(services).session.show({ session: 'x' })).rejects.toMatchObject({
      code: 'KIMI',
      status: 409,
      data: { code: 'NAME_AMBIGUOUS', severity: 'low', retryable: false, context: { name: 'x', count: 2 } },
    });
  });

  it('with bad input is refused with the name of the field', async () => {
    const { services } = servicesThat(() => null);
    const bad = clientOf(services).session.create({ name: 'ok', size: { cols: 1, rows: 24 } });
    await expect(bad).rejects.toMatchObject({ status: 400, data: { code: 'INVALID_INPUT', context: { field: 'size.cols' } } });
  });

  it.each(['a\u0007b', 'a\nb', '\u001b[31mred', 'a\u202eb', '', '   '])('with the name %j is refused', async (name) => {
    const { services } = servicesThat(() => null);
    await expect(clientOf(services).session.create({ name })).rejects.toMatchObject({
      data: { code: 'INVALID_INPUT', context: { field: 'name' } },
    });
    await expect(clientOf(services).session.rename({ session: 'x', name })).rejects.toMatchObject({ data: { context: { field: 'name' } } });
  });

  it('that hits a defect says INTERNAL, and only the log gets the stack', async () => {
    const { services, lines } = servicesThat(() => {
      throw new TypeError('undefined is not a session');
    });
    const error: unknown = await clientOf(services)
      .session.list({})
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ORPCError);
    expect(JSON.stringify(error)).not.toContain('router.test');
    expect(error).toMatchObject({ status: 500, data: { code: 'INTERNAL', severity: 'high' } });
    expect(lines).toMatchObject([{ level: 'error', fields: { procedure: 'session.list', error: expect.stringContaining('router.test') } }]);
  });

  it.each([
    ['the disk refuses', 'SQLITE_FULL', 507, 'DATA_FOLDER_FULL'],
    ['meets a lock of another program', 'SQLITE_BUSY', 503, 'DATABASE_BUSY'],
  ])('that %s is told as that', async (_, sqlite, status, code) => {
    const { services } = servicesThat(() => {
      // As drizzle wraps it.
      throw new Error('Failed query', { cause: Object.assign(new Error('scripted'), { code: sqlite }) });
    });
    await expect(clientOf(services).session.list({})).rejects.toMatchObject({
      status,
      data: { code, retryable: true },
    });
  });

  it('whose answer is not what the contract says is a defect, not an answer', async () => {
    const { services, lines } = servicesThat(() => ({ pid: 'not a number' }));
    await expect(clientOf(services).system.shutdown({})).rejects.toMatchObject({ data: { code: 'INTERNAL' } });
    expect(lines[0]?.fields.error).toContain('Output validation failed');
  });

  it('for one stream too many gets 429', async () => {
    const { services } = servicesThat(() => {
      throw new KimiError('TOO_MANY_STREAMS', { limit: 50 });
    });
    await expect(clientOf(services).system.events({})).rejects.toMatchObject({ status: 429, data: { code: 'TOO_MANY_STREAMS' } });
  });
});
