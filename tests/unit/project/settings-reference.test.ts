import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { SETTING_LEAVES } from '#shared/contract/setting-names.ts';
import { withSettingsReference } from '../../../packaging/docs/settings-reference.ts';

it('docs/settings.md names every setting as the schema has it', async () => {
  const document = await readFile(resolve(import.meta.dirname, '../../../docs/settings.md'), 'utf8');
  expect(withSettingsReference(document), 'run: npm run docs').toBe(document);
  for (const name of SETTING_LEAVES.keys()) expect(document).toContain(`**\`${name}\`**`);
});
