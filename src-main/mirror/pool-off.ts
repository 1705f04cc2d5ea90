// The package of grapheme clusters decodes its table as it is loaded, and reads the table's head from the start of the memory that its Buffer is in.
// Node takes Buffers of up to half of `poolSize` out of one block, which is 64 KiB since Node 24.21: the head is then what stands first in that
// block. The table gets a gigabyte of address space, or is cut short, and the mirror does not start. Imported before that package.

/** How large that block is otherwise, bytes. */
export const POOL_BYTES = Buffer.poolSize;

Buffer.poolSize = 0;
