// An engine in a process of its own, so that a test can kill it: node engine-process.ts <data folder> [demo]. Takes calls of the
// contract as messages and answers them in the same way.
import { createRouterClient } from '@orpc/server';
import { createEngine } from '../../src-main/engine/index.ts';
import { createRouter } from '../../src-main/rpc/index.ts';
import { builtInstallation } from './build.ts';
import { OWNER } from './callers.ts';
import { noGateway } from './no-gateway.ts';

export interface EngineCall {
  readonly id: number;
  /** Dotted name of the procedure. */
  readonly procedure: string;
  readonly input: unknown;
}
export type EngineAnswer = { readonly id: number; readonly output: unknown } | { readonly id: number; readonly error: unknown };

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const engine = await createEngine({
  dataFolder: process.argv[2] ?? '',
  installation: await builtInstallation(),
  demo: process.argv[3] === 'demo',
  kind: 'serve',
  logger: silent,
  startGateway: noGateway,
});
const client: unknown = createRouterClient(createRouter(engine.services), { context: { caller: OWNER, connection: 'test' } });

process.on('message', ({ id, procedure, input }: EngineCall) => {
  const method = procedure.split('.').reduce((node, key) => (node as Record<string, unknown>)[key], client) as (
    input: unknown,
  ) => Promise<unknown>;
  method(input).then(
    (output) => process.send?.({ id, output }),
    (error: unknown) => process.send?.({ id, error: JSON.parse(JSON.stringify(error)) }),
  );
});
process.send?.({ id: 0, output: 'ready' });
