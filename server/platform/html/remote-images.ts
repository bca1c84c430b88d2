/** The serialiser escapes ">" inside attribute values, so an image tag ends at the first one. */
const imageTag = /<img\b[^>]*>/g
const blockedSource = /\sdata-remote-src="(https?:\/\/[^"<>]*)"/i

/**
 * Turns the blocked images of `sanitiseMailHtml`'s output on: each `data-remote-src` becomes `src`. Only for its output, never for raw HTML.
 * The browser is told not to say from where it asks.
 */
export function allowRemoteImages(sanitisedHtml: string): string {
  return sanitisedHtml.replaceAll(imageTag, (tag) => tag.replace(blockedSource, ' src="$1" referrerpolicy="no-referrer" loading="lazy"'))
}
