/** Enough to catch a slip of the finger; the server is the judge. Pure. */
export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())

/** After sign-in the page is loaded anew: password stores take that as "it worked", and nothing of an earlier session stays in memory. */
export function enter(path: string): void {
  location.assign(path)
}
