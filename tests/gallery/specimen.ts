import type { ReactNode } from 'react';
import type { AppServices } from '#renderer/app/services.ts';
import type { SessionInfo } from '#shared/contract/index.ts';

/** One component in one state. */
export interface Specimen {
  /** Unique; the picture and the address (`?show=<id>`) are called like it. */
  readonly id: string;
  /** What the window knows while this is drawn. */
  readonly sessions?: readonly SessionInfo[];
  /** Brings the services of this specimen (its own) into the state that is to be seen. */
  readonly arrange?: (services: AppServices) => void;
  readonly draw: (services: AppServices) => ReactNode;
  /** It takes the whole window (a dialog, a place): drawn on a page of its own. */
  readonly alone?: true;
  /** CSS pixels; 300 when it is left out. */
  readonly width?: number;
  /** CSS pixels; without it as high as it wants to be. */
  readonly height?: number;
}
