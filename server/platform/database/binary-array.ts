/** Object ids of types that are built in, and so the same everywhere (src/include/catalog/pg_type.dat). */
export const typeIds = { tsvector: 3614 } as const

/** A one-dimensional array as PostgreSQL receives it in binary form (src/backend/utils/adt/arrayfuncs.c, array_recv), of elements in binary form. */
export function binaryArray(type: keyof typeof typeIds, elements: (Buffer | null)[]): Buffer {
  const head = Buffer.alloc(20)
  // Dimensions, whether there are nulls, type, length, first index.
  const facts = [elements.length === 0 ? 0 : 1, elements.includes(null) ? 1 : 0, typeIds[type], elements.length, 1]
  facts.forEach((fact, at) => head.writeInt32BE(fact, at * 4))
  const pieces: Buffer[] = [elements.length === 0 ? head.subarray(0, 12) : head]
  for (const element of elements) {
    const size = Buffer.allocUnsafe(4)
    size.writeInt32BE(element ? element.length : -1)
    pieces.push(size)
    if (element) pieces.push(element)
  }
  return Buffer.concat(pieces)
}
