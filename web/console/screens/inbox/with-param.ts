/** The address with one part of the filter changed; null takes it out. */
export function withParam(name: string, value: string | null): string {
  const params = new URLSearchParams(location.search)
  if (value === null) params.delete(name)
  else params.set(name, value)
  return `${location.pathname}${params.size > 0 ? `?${params}` : ''}`
}
