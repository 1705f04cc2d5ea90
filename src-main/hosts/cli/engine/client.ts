import { ORPCError } from '@orpc/client';
import { CALL_HEADER } from '#shared/call-id.ts';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { connectLocally, type LocalClient } from '../../../doors/local/local-client.ts';
import { type Door, isOpen } from './door.ts';
import { watchForSilence } from './silence.ts';

/** The engine's contract, callable. Calls reject with what `toKimiError` understands. */
export type EngineClient = LocalClient;

export interface Connection {
  readonly client: EngineClient;
  /** Calls a procedure by its path. @throws KimiError, ENGINE_SILENT when the engine says nothing any more */
  call(procedure: readonly string[], input: unknown): Promise<unknown>;
  /** `broken`: what is under way on it is of no use any more and is not waited for. */
  close(broken?: boolean): Promise<void>;
}

/** A connection through a door; the first call opens it. @throws KimiError as the door's token does */
export async function connectTo(door: Door): Promise<Connection> {
  const token = await door.token();
  const { client, close } = connectLocally({ socket: door.socket, token, headers: { [CALL_HEADER]: door.call } });
  return {
    client,
    async call(procedure, input) {
      const silence = watchForSilence(door);
      try {
        return await procedureOf(client, procedure)(input, { signal: silence.signal });
      } catch (thrown) {
        throw toKimiError(silence.signal.aborted ? silence.signal.reason : thrown, door.dataFolder).asAnswerTo(door.call);
      } finally {
        silence.stop();
      }
    },
    close,
  };
}

/**
 * One call on a connection of its own, to the engine that is there at this moment: the one behind an earlier connection may be gone.
 * @throws KimiError ENGINE_UNREACHABLE when there is none; it starts none
 */
export async function callOnce(door: Door, procedure: readonly string[], input: unknown): Promise<unknown> {
  if (!(await isOpen(door))) throw new KimiError('ENGINE_UNREACHABLE', { dataFolder: door.dataFolder });
  const connection = await connectTo(door);
  try {
    return await connection.call(procedure, input);
  } finally {
    await connection.close();
  }
}

/** Whatever a call threw, as an error of the product. */
export function toKimiError(thrown: unknown, dataFolder: string): KimiError {
  if (thrown instanceof KimiError) return thrown;
  if (thrown instanceof ORPCError) {
    if (thrown.code === 'KIMI') return KimiError.from(thrown.data);
    return new KimiError('INTERNAL', { reason: thrown.message }, { cause: thrown });
  }
  // fetch says only "fetch failed"; the reason is its cause.
  const reason = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : '';
  if (thrown instanceof TypeError && reason !== '')
    return new KimiError('ENGINE_UNREACHABLE', { dataFolder, reason }, { cause: thrown.cause });
  return KimiError.from(thrown);
}

type Procedure = (input: unknown, options: { readonly signal: AbortSignal }) => Promise<unknown>;

function procedureOf(client: EngineClient, path: readonly string[]): Procedure {
  let node: unknown = client;
  // The client is a proxy that makes its members up, each callable.
  for (const name of path) node = Reflect.get(node as object, name);
  return node as Procedure;
}
