import { setTimeout as delay } from 'node:timers/promises';
import { KimiError } from '#shared/errors/kimi-error.ts';
import type { ChildInfo, ChildSpec, HolderClient } from '../../holder/types.ts';
import { RetryWaits } from '../power/index.ts';
import type { Logger } from '../types.ts';
import { HolderConnection } from './connection.ts';
import type { HolderAddress, Holders, HoldersEvent, HolderTools } from './types.ts';

/** A program that hears the hang-up of its terminal takes a moment to end: it is no survivor yet. */
const GOING_MS = 1000;
const LOOK_AGAIN_MS = 100;

export interface HoldersOptions {
  readonly tools: HolderTools;
  /** Build of our runtime: new children go to a holder of this build. */
  readonly build: string;
  readonly logger: Logger;
  /** Pauses between tries to reach a holder. */
  readonly waits?: RetryWaits;
  /** Makes sure that what holders and children run from is there. @throws KimiError RUNTIME_DAMAGED */
  readonly mendRuntime?: () => Promise<void>;
  /** Whether a child is a program of the person's, and no helper of our own. Default: each is. */
  readonly isProgram?: (childId: string) => boolean;
}

/** Connects to every holder that lives and learns which children were lost. A holder that cannot be reached is logged and left alone. */
export async function connectHolders(options: HoldersOptions): Promise<Holders> {
  const { tools, build, logger, waits = new RetryWaits(), mendRuntime = async () => undefined, isProgram = () => true } = options;
  const connections = new Map<string, HolderConnection>();
  const listeners = new Set<(event: HoldersEvent) => void>();
  let starting: Promise<HolderConnection> | null = null;
  let closed = false;

  const emit = (event: HoldersEvent) => {
    for (const listener of [...listeners]) listener(event);
  };

  function prepare(address: HolderAddress): HolderConnection {
    const connection: HolderConnection = new HolderConnection(address, tools, logger, waits, {
      onEvent(event) {
        if (event.kind === 'spawned') return;
        emit(event);
        if (event.kind === 'exited') dropIfDone(connection);
      },
      onReconnected: () => emit({ kind: 'reconnected', holder: address.id }),
      onDead() {
        connections.delete(address.id);
        tellLost(connection).catch((error: unknown) =>
          logger.error('children of a dead holder could not be examined', { reason: String(error) }),
        );
      },
    });
    return connection;
  }

  async function launch(): Promise<HolderConnection> {
    const client = await tools.launch();
    const connection = prepare(client.holder);
    await connection.open(client);
    connections.set(connection.address.id, connection);
    return connection;
  }

  async function tellLost(connection: HolderConnection): Promise<void> {
    const running = [...connection.children.values()].filter((child) => child.exit === undefined);
    logger.error('a holder died', { holder: connection.address.id, pid: connection.address.pid, running: running.length });
    const until = performance.now() + GOING_MS;
    for (;;) {
      const found = await tools.findLost();
      for (const lost of found) if (lost.fate === 'gone') emit({ kind: 'lost', lost });
      const survived = found.filter(({ fate }) => fate === 'survived');
      if (survived.length > 0 && performance.now() < until) {
        await delay(LOOK_AGAIN_MS);
        continue;
      }
      for (const lost of survived) emit({ kind: 'lost', lost });
      break;
    }
    // Children that are not among the lost ended by themselves, with their exit in the spool: who hears this looks there.
    emit({ kind: 'died', holder: connection.address.id });
  }

  /** A holder of another build serves its last children; our connection would keep it from leaving after them. */
  function dropIfDone(connection: HolderConnection): void {
    if (connection.address.build === build || running(connection).length > 0) return;
    connections.delete(connection.address.id);
    logger.info('a holder of another build has no children left', { holder: connection.address.id, build: connection.address.build });
    connection.close().catch((error: unknown) => logger.warn('closing a holder connection failed', { reason: String(error) }));
  }

  function running(connection: HolderConnection): readonly ChildInfo[] {
    return [...connection.children.values()].filter((child) => child.exit === undefined);
  }

  async function ours(): Promise<HolderConnection> {
    for (const connection of connections.values()) {
      if (connection.address.build === build && (await answers(connection))) return connection;
    }
    if (closed) throw new KimiError('HOLDER_UNREACHABLE', { reason: 'the engine is ending' });
    starting ??= launch().finally(() => {
      starting = null;
    });
    return starting;
  }

  /** A holder that was stopped is connected as ever; what is started in it would wait with it. */
  async function answers(connection: HolderConnection): Promise<boolean> {
    if (!connection.connected) return false;
    try {
      await connection.refresh();
      return true;
    } catch (error) {
      logger.warn('a holder does not answer; another one is used', { holder: connection.address.id, reason: String(error) });
      return false;
    }
  }

  function connectionOf(childId: string): HolderConnection | undefined {
    for (const connection of connections.values()) if (connection.children.has(childId)) return connection;
    return undefined;
  }

  for (const address of await tools.find()) {
    const connection = prepare(address);
    connections.set(address.id, connection);
    await connection.openPatiently();
    if (connection.connected) dropIfDone(connection);
  }

  const lostAtStart = await tools.findLost();

  return {
    lostAtStart,
    async spawn(spec: ChildSpec): Promise<ChildInfo> {
      await mendRuntime();
      const connection = await ours();
      const child = await connection.client.spawn(spec);
      // The holder's event may have come first, and may even say that the child has ended already.
      if (!connection.children.has(child.childId)) connection.children.set(child.childId, child);
      return connection.children.get(child.childId) ?? child;
    },
    child: (childId) => connectionOf(childId)?.children.get(childId),
    async refresh() {
      const all = new Map<string, ChildInfo>();
      await Promise.all(
        [...connections.values()].map(async (connection) => {
          try {
            await connection.refresh();
            for (const [id, child] of connection.children) all.set(id, child);
          } catch (error) {
            logger.warn('a holder did not list its children', { holder: connection.address.id, reason: String(error) });
          }
        }),
      );
      return all;
    },
    clientOf(childId): HolderClient {
      const connection = connectionOf(childId);
      if (connection === undefined) throw new KimiError('NOT_FOUND', { kind: 'child', ref: childId });
      return connection.client;
    },
    async forget(childId) {
      const connection = connectionOf(childId);
      if (connection === undefined) return;
      try {
        await connection.client.forget(childId);
      } catch (error) {
        // Forgotten already, by a call whose answer was lost.
        if (!(error instanceof KimiError && error.code === 'NOT_FOUND')) throw error;
      }
      connection.children.delete(childId);
    },
    socketOf: (childId) => connectionOf(childId)?.address.socket ?? null,
    status: () =>
      [...connections.values()].map((connection) => ({
        id: connection.address.id,
        pid: connection.address.pid,
        build: connection.address.build,
        children: running(connection).filter(({ childId }) => isProgram(childId)).length,
        connected: connection.connected,
      })),
    onEvent(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    findLost: () => tools.findLost(),
    endLost: (childId) => tools.endLost(childId),
    async close() {
      closed = true;
      listeners.clear();
      await Promise.all([...connections.values()].map((connection) => connection.close()));
      connections.clear();
    },
  };
}
