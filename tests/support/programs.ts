import { execFileSync } from 'node:child_process';

/** Why a program that a test runs cannot be run here; null when it can. */
export function whyNot(program: string): string | null {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return null;
  } catch (error) {
    if (error instanceof Error) return `${program} is not installed`;
    throw error;
  }
}

/** A test's name with the reason why it is skipped, so that a report says it. */
export function named(name: string, reason: string | null): string {
  return reason === null ? name : `${name} (skipped: ${reason})`;
}
