declare module '*?messages' {
  /** Made by the build: the ids of one part of one language. */
  const messages: Record<string, import('./intl.ts').Message>
  export default messages
}
