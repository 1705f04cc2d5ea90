import { serveWriter } from '../../../threads/serve-writer.ts';
import type { AuditUnit, AuditWriterConfig } from '../types.ts';
import { Anchor } from './anchor.ts';
import { ChainWriter } from './chain-writer.ts';
import { openForWriting } from './open-for-writing.ts';

// The writer of `audit.db` as a worker thread, with the one connection that writes it and the file of checkpoints.
serveWriter<AuditWriterConfig, AuditUnit>(({ path, busyMs, checkpoint, key }, onTrouble) => {
  const database = openForWriting(path, busyMs);
  const openAnchor = (signingKey: Uint8Array) => new Anchor(checkpoint, signingKey);
  const anchor = key === null ? null : openAnchor(key);
  return new ChainWriter({ database, anchor, openAnchor, now: Date.now, onTrouble });
});
