import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { Agent, fetch } from 'undici';
import type { Contract } from '#shared/contract/index.ts';

export type OwnerClient = ContractRouterClient<Contract>;

/** Calls the contract at the owner's local door of the engine that runs now, and lets go of the door after. */
export async function asOwner<T>(dataFolder: string, call: (client: OwnerClient) => Promise<T>): Promise<T> {
  const { socket } = JSON.parse(await readFile(join(dataFolder, 'engine.json'), 'utf8')) as { socket: string };
  const token = (await readFile(join(dataFolder, 'owner.token'), 'utf8')).trim();
  const dispatcher = new Agent({ connect: { socketPath: socket } });
  const link = new RPCLink({
    url: 'http://engine/rpc',
    headers: { authorization: `Bearer ${token}` },
    fetch: async (request) => {
      const body = Buffer.from(await request.arrayBuffer());
      const answer = await fetch(request.url, {
        method: request.method,
        headers: Object.fromEntries(request.headers),
        ...(body.length > 0 ? { body } : {}),
        dispatcher,
      });
      return answer as unknown as Response;
    },
  });
  try {
    return await call(createORPCClient(link) as OwnerClient);
  } finally {
    await dispatcher.close();
  }
}
