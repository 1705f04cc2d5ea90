import type { z } from 'zod';
import { DIAGNOSTIC_PARTS, type Diagnostics, type DoctorCheck, type LogLine, type SettingEntry } from '#shared/contract/index.ts';
import { findingText } from '#shared/messages/finding-text.ts';
import { catalogues } from '#shared/messages/index.ts';
import type { Redactor } from '#shared/redaction/index.ts';

/** Where the parts of a bundle come from. One that fails is told as that, so that the rest can still help. */
export interface DiagnosticSources {
  /** Versions and what runs, by name. */
  versions(): Promise<object>;
  settings(): Promise<Iterable<SettingEntry>>;
  doctor(): Promise<readonly z.infer<typeof DoctorCheck>[]>;
  /** The last lines of all processes, oldest first. */
  logs(): Promise<readonly LogLine[]>;
}

export interface CollectOptions {
  readonly redactor: Redactor;
  /** The person's home folder: `~` stands in its place, because it is most often their name. */
  readonly home: string;
  /** ms since the epoch. */
  readonly now: number;
}

/** Lines of the logs in a bundle: hours of an ordinary engine, and still read through by a person before it is sent. */
export const LOG_LINES_IN_BUNDLE = 500;

/** What somebody who helps needs to know; every part of it has gone through the redactor. */
export async function collectDiagnostics(sources: DiagnosticSources, { redactor, home, now }: CollectOptions): Promise<Diagnostics> {
  const json = (value: unknown): string => JSON.stringify(redactor.data(value), null, 2);
  const texts: Readonly<Record<(typeof DIAGNOSTIC_PARTS)[number], () => Promise<string>>> = {
    versions: async () => json(await sources.versions()),
    settings: async () => {
      const shown = ({ key, value, source }: SettingEntry) => [key, { value: redactor.named(lastOf(key), value), source }] as const;
      return json(Object.fromEntries([...(await sources.settings())].map(shown)));
    },
    doctor: async () => {
      const english = { language: 'en', catalogue: catalogues.en } as const;
      return (await sources.doctor()).map((check) => `${check.ok}: ${findingText(check, english)}`).join('\n');
    },
    logs: async () =>
      (await sources.logs())
        .map(({ at, id: _, fields, ...line }) => JSON.stringify(redactor.data({ at: new Date(at).toISOString(), ...line, ...fields })))
        .join('\n'),
  };
  const parts = DIAGNOSTIC_PARTS.map(async (name) => {
    const text = await texts[name]().catch((error: unknown) => `could not be collected: ${String(error)}`);
    return { name, text: withoutHome(redactor.text(text), home) };
  });
  return { at: now, parts: await Promise.all(parts) };
}

/** By this name its value is recognized as a secret. */
function lastOf(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

function withoutHome(text: string, home: string): string {
  // Inside JSON a path of Windows has its backslashes twice.
  const forms = [JSON.stringify(home).slice(1, -1), home].filter((form) => form.length > 1);
  return forms.reduce((left, form) => left.replaceAll(form, '~'), text);
}
