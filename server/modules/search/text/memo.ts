/**
 * Remembers what a pure function gave, for the `size` to twice as many keys used last: when one generation is full it becomes the old one, from which what is still
 * asked for moves over. Forgetting everything at once would make a vocabulary a little larger than the memory as dear as none.
 */
export function memo<Value>(size: number, compute: (key: string) => Value): (key: string) => Value {
  let young = new Map<string, Value>()
  let old = new Map<string, Value>()
  return (key) => {
    const known = young.get(key)
    if (known !== undefined) return known
    const value = old.get(key) ?? compute(key)
    if (young.size >= size) {
      old = young
      young = new Map()
    }
    young.set(key, value)
    return value
  }
}
