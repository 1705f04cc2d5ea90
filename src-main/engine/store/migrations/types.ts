/** One step of the database's shape. SQL lives in the code because a bundle has no folder to read it from. */
export interface Migration {
  /** Position in the list, from 1; kept in the file as `user_version`. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
