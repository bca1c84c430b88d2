declare module '*?messages' {
  /** A plain string, or the syntax tree of a message with variables; made by the build. */
  const messages: Record<string, string | import('react-intl').MessageFormatElement[]>
  export default messages
}
