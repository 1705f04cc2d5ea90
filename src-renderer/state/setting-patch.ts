import { Settings } from '#shared/contract/settings.ts';

/** The settings with one dotted name set to a text, as the engine will have them; null when it will refuse that. */
export function withSetting(settings: Settings, key: string, value: string): Settings | null {
  const [section, name, ...more] = key.split('.');
  if (section === undefined || more.length > 0) return null;
  const old: unknown = settings[section as keyof Settings];
  const next =
    name === undefined ? { ...settings, [section]: value } : { ...settings, [section]: { ...(old as object), [name]: read(value) } };
  return Settings.safeParse(next).data ?? null;
}

function read(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
