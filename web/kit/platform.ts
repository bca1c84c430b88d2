/** Is this a Mac (or an iPad with a keyboard)? Decides ⌘ or Ctrl, on screen and in the matcher. */
export const onMac: boolean = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
