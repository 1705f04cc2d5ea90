/** What the group asks of a viewer. */
export interface GroupMember {
  readonly rights: 'read' | 'write';
  /** Told whether its terminal answers queries from now on. */
  setResponder(you: boolean): void;
  /** Something it asked for could not be done. */
  failed(error: unknown): void;
}

export interface Size {
  readonly cols: number;
  readonly rows: number;
}

interface Seat {
  size: Size | null;
}

/**
 * All viewers of one terminal. The one that was focused last, or attached last with the right to write, leads: its size
 * is the terminal's, and it alone answers the program's queries. Everybody else shows the terminal at that size. One that told
 * no size leads only while nobody sits who did.
 */
export class TerminalGroup {
  readonly #resize: (size: Size) => void;
  /** In order of leadership: the last one leads. */
  readonly #seats = new Map<GroupMember, Seat>();
  #responder: GroupMember | null = null;
  #applied: Size;

  /**
   * @param size the terminal's size now
   * @param resize sets it; called only when a leader wants another one
   */
  constructor(size: Size, resize: (size: Size) => void) {
    this.#applied = size;
    this.#resize = resize;
  }

  get empty(): boolean {
    return this.#seats.size === 0;
  }

  /**
   * A viewer attached. One that may only read never leads.
   * @param claims false: it comes back and did not lead before, so whoever sits already goes before it
   */
  join(member: GroupMember, size: Size | null, claims = true): void {
    if (claims) this.#seats.set(member, { size });
    else this.#seatLast(member, { size });
    this.#lead();
  }

  #seatLast(member: GroupMember, seat: Seat): void {
    const others = [...this.#seats];
    this.#seats.clear();
    for (const [one, its] of [[member, seat] as const, ...others]) this.#seats.set(one, its);
  }

  /** A viewer got the focus. */
  focus(member: GroupMember): void {
    const seat = this.#seats.get(member);
    if (seat === undefined || member.rights !== 'write') return;
    this.#seats.delete(member);
    this.#seats.set(member, seat);
    this.#lead();
  }

  /** A viewer's window has room for this size now. */
  resize(member: GroupMember, size: Size): void {
    const seat = this.#seats.get(member);
    if (seat === undefined) return;
    const first = seat.size === null;
    seat.size = size;
    if (first) this.#lead();
    else if (member === this.#responder) this.#apply(size);
  }

  /** The size could not be set: the one that leads is told, and the next wish is tried again even when it is the same. */
  resizeFailed(error: unknown): void {
    this.#applied = { cols: 0, rows: 0 };
    this.#responder?.failed(error);
  }

  /** A viewer went away; the one that led before it leads again. */
  leave(member: GroupMember): void {
    this.#seats.delete(member);
    if (this.#responder === member) this.#responder = null;
    this.#lead();
  }

  #lead(): void {
    const writers = [...this.#seats].filter(([member]) => member.rights === 'write');
    const leader = writers.findLast(([, { size }]) => size !== null) ?? writers.at(-1);
    const next = leader?.[0] ?? null;
    if (next !== this.#responder) {
      this.#responder?.setResponder(false);
      this.#responder = next;
      next?.setResponder(true);
    }
    if (leader?.[1].size) this.#apply(leader[1].size);
  }

  #apply(size: Size): void {
    if (this.#applied.cols === size.cols && this.#applied.rows === size.rows) return;
    this.#applied = size;
    this.#resize(size);
  }
}
