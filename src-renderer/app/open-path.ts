import type { SessionId } from '#shared/ids.ts';
import { type EngineClient, toKimiError } from '../rpc/client.ts';
import type { NoticesStore } from '../state/notices-store.ts';
import type { ClickedPath } from '../terminal/links/path-links.ts';

/** What opening needs of the window's services. */
interface OpeningServices {
  readonly client: EngineClient;
  readonly notices: NoticesStore;
}

/** Opens a path in the person's editor, and says so: an editor may take a while, or come up behind this window. */
export function openPath({ client, notices }: OpeningServices, session: SessionId, link: ClickedPath): void {
  const { printed, shellFolder, line, column } = link;
  client.file
    .edit({
      session,
      path: printed,
      ...(shellFolder === null ? {} : { shellFolder }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    })
    .then(
      ({ path, program }) => notices.getState().info('window.notice.path-opened', { path, program }),
      (thrown: unknown) => notices.getState().error(toKimiError(thrown)),
    );
}
