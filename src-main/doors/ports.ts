import { readFile } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { KimiError } from '#shared/errors/kimi-error.ts';
import { writeFileAtomic } from '../engine/store/index.ts';
import type { Logger } from '../engine/types.ts';

const RememberedPorts = z.object({
  page: z.number().int().min(1).max(65_535).optional(),
  gateway: z.number().int().min(1).max(65_535).optional(),
});
export type RememberedPorts = z.infer<typeof RememberedPorts>;

/**
 * The ports of last time, from `<data>/ports.json`. A page that is open in a browser finds the engine again after a restart
 * only where it was, because its origin is host and port.
 */
export class PortMemory {
  private readonly path: string;
  private ports: RememberedPorts;

  private constructor(path: string, ports: RememberedPorts) {
    this.path = path;
    this.ports = ports;
  }

  /** Reads the file; one that is missing or not understood means no ports are remembered. */
  static async load(dataFolder: string, logger: Logger): Promise<PortMemory> {
    const path = join(dataFolder, 'ports.json');
    try {
      return new PortMemory(path, RememberedPorts.parse(JSON.parse(await readFile(path, 'utf8'))));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
        logger.warn('ports.json is not understood; new ports are chosen', { path, reason: String(error) });
      }
      return new PortMemory(path, {});
    }
  }

  get(name: keyof RememberedPorts): number | undefined {
    return this.ports[name];
  }

  async remember(name: keyof RememberedPorts, port: number): Promise<void> {
    if (this.ports[name] === port) return;
    this.ports = { ...this.ports, [name]: port };
    await writeFileAtomic(this.path, `${JSON.stringify(this.ports)}\n`);
  }
}

/** How many ports after the wanted one are tried before any free one is taken. */
const NEIGHBOURS = 20;

/**
 * Makes `server` listen on 127.0.0.1: at `wanted`, else at the next free port above it, else at any. Returns the port.
 * @throws KimiError PORT_TAKEN when the system gives none at all
 */
export async function listenOnLoopback(server: Server, wanted: number): Promise<number> {
  const candidates = wanted === 0 ? [0] : [...Array.from({ length: NEIGHBOURS }, (_, i) => wanted + i).filter((port) => port <= 65_535), 0];
  let last: unknown;
  for (const port of candidates) {
    try {
      return await listen(server, port);
    } catch (error) {
      last = error;
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // EACCES: a privileged port, or one that Windows keeps for itself.
      if (code !== 'EADDRINUSE' && code !== 'EACCES') break;
    }
  }
  throw new KimiError('PORT_TAKEN', { port: wanted, reason: String(last) }, { cause: last });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      server.off('listening', listening);
      reject(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen({ host: '127.0.0.1', port, exclusive: true });
  });
}
