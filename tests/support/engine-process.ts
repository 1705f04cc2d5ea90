// An engine in a process of its own, so that a test can kill it or let it stand still: node engine-process.ts <data folder> <options
// as JSON>. Takes calls of the contract as messages and answers them in the same way.
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { createEngine } from '../../src-main/engine/index.ts';
import { startGatewayWorker } from '../../src-main/gateway/start-worker.ts';
import { createRouter } from '../../src-main/rpc/index.ts';
import { builtInstallation } from './build.ts';
import { OWNER } from './callers.ts';
import type { EngineChildOptions } from './engine-child.ts';
import { noGateway } from './no-gateway.ts';

export interface EngineCall {
  readonly id: number;
  /** Dotted name of the procedure. */
  readonly procedure: string;
  readonly input: unknown;
}
/** The event loop stands still for so long, as in a synchronous call; said before and after. */
interface Block {
  readonly begins: number;
  readonly ends: number;
  readonly blockMs: number;
}
export type EngineMessage = EngineCall | Block;
export type EngineAnswer = { readonly id: number; readonly output: unknown } | { readonly id: number; readonly error: unknown };

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const options = JSON.parse(process.argv[3] ?? '{}') as EngineChildOptions;
const installation = await builtInstallation();
const engine = await createEngine({
  dataFolder: process.argv[2] ?? '',
  installation,
  demo: options.demo ?? false,
  kind: 'serve',
  logger: silent,
  startGateway: options.gateway === true ? (config) => startGatewayWorker(join(installation.mainFolder, 'gateway.js'), config) : noGateway,
});
const client: unknown = createRouterClient(createRouter(engine.services), { context: { caller: OWNER, connection: 'test' } });

process.on('message', (message: EngineMessage) => {
  if ('blockMs' in message) block(message);
  else answer(message);
});

function block({ begins, ends, blockMs }: Block): void {
  process.send?.({ id: begins, output: null }, () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockMs);
    process.send?.({ id: ends, output: null });
  });
}

function answer({ id, procedure, input }: EngineCall): void {
  const method = procedure.split('.').reduce((node, key) => (node as Record<string, unknown>)[key], client) as (
    input: unknown,
  ) => Promise<unknown>;
  method(input).then(
    (output) => process.send?.({ id, output }),
    (error: unknown) => process.send?.({ id, error: JSON.parse(JSON.stringify(error)) }),
  );
}
process.send?.({ id: 0, output: 'ready' });
