import { unknownSetting } from '#shared/contract/setting-names.ts';
import type { CommandContext, Outcome } from '../context.ts';
import { oneLine } from '../output/table.ts';
import { valuesView } from '../output/views.ts';

/** One setting by its dotted name, or a group of them. @throws KimiError INVALID_INPUT, as setting it does */
export async function configGet(key: string, context: CommandContext): Promise<Outcome> {
  const { call } = await context.engine();
  let value = await call(['settings', 'get'], {});
  for (const name of key.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) throw unknownSetting(key, '<key>');
    value = Reflect.get(value, name);
  }
  const text = typeof value === 'object' ? valuesView(value) : oneLine(String(value));
  return { kind: 'result', value, text };
}
