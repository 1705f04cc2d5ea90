import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { SessionId } from '#shared/ids.ts';
import type { Logger } from '../types.ts';
import { loadPrivateFile } from './private-file.ts';
import { randomSecret, sameSecret } from './secrets.ts';

const KEY = /^[A-Za-z0-9_-]{43}$/;
const CHILD_TOKEN = /^ksc_(ses_[0-9A-Z]{26})\.(0|[1-9]\d{0,2})\.([A-Za-z0-9_-]{43})$/;

/** What a child's token says about it. */
export interface ChildClaims {
  readonly session: SessionId;
  readonly depth: number;
}

/**
 * Capability tokens of supervised children: session id and depth, signed. Nothing is stored per child, so a token is the
 * same after an engine restart, which matters because it sits in the environment of a process that lives on.
 */
export class ChildTokens {
  private readonly key: string;

  constructor(key: string) {
    this.key = key;
  }

  /** Loads the signing key from `<data>/child-token.key`, made on first use. @throws KimiError DATA_FOLDER_UNWRITABLE | DATA_FOLDER_FULL */
  static async load(dataFolder: string, logger: Logger): Promise<ChildTokens> {
    const path = join(dataFolder, 'child-token.key');
    return new ChildTokens(await loadPrivateFile({ path, valid: (content) => KEY.test(content), create: randomSecret, logger }));
  }

  issue(session: string, depth: number): string {
    return `ksc_${session}.${depth}.${this.signature(session, depth)}`;
  }

  /** What a token says; null when it is not one of ours. */
  read(token: string): ChildClaims | null {
    const [, id, digits, signature] = CHILD_TOKEN.exec(token) ?? [];
    const session = SessionId.safeParse(id);
    if (!session.success || digits === undefined || signature === undefined) return null;
    const depth = Number(digits);
    return sameSecret(signature, this.signature(session.data, depth)) ? { session: session.data, depth } : null;
  }

  private signature(session: string, depth: number): string {
    return createHmac('sha256', this.key).update(`child ${session} ${depth}`).digest('base64url');
  }
}
