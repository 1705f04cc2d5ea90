import { signTicket } from '../gateway/tickets.ts';
import { socketPath } from '../holder/endpoint.ts';
import { startMirror } from '../mirror/start.ts';
import { localHolderTools } from './holders/index.ts';
import type { EngineParts } from './parts.ts';
import { localSpools } from './terminals/index.ts';

/** The real ones. */
export const defaultParts: EngineParts = {
  holderTools: localHolderTools,
  spools: localSpools,
  startMirror: ({ dataFolder, runtime, logger }) =>
    startMirror({
      nodeBinary: runtime.node,
      script: runtime.mirrorScript,
      dataFolder,
      onLog: (message, fields) => logger.info(message, { process: 'mirror', ...fields }),
    }),
  signTicket,
  socketPath,
};
