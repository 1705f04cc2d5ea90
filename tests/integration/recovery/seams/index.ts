import { commandToEngine } from './command-to-engine.ts';
import { engineToAudit, engineToState } from './databases.ts';
import { engineToFolder, engineToTranscript, holderToSpool } from './disk.ts';
import { engineToGateway, engineToHolder, engineToMirror } from './engine-to-parts.ts';
import { engineToKeychain } from './keychain.ts';
import { kimiToModel } from './kimi-to-model.ts';
import { engineToOtlp } from './otlp.ts';
import { engineToKimi, engineToShell } from './programs.ts';
import { engineToSecrets, engineToSettings, processToLog } from './small-files.ts';
import type { Seam } from './types.ts';
import { windowToEngine } from './window-to-engine.ts';

/** Every place at which a process of ours reaches outside itself: the rows of the table of faults. */
export const SEAMS: readonly Seam[] = [
  commandToEngine,
  windowToEngine,
  engineToHolder,
  engineToMirror,
  engineToGateway,
  engineToState,
  engineToAudit,
  engineToFolder,
  engineToSettings,
  engineToSecrets,
  processToLog,
  holderToSpool,
  engineToTranscript,
  engineToKimi,
  engineToShell,
  engineToKeychain,
  engineToOtlp,
  kimiToModel,
];
