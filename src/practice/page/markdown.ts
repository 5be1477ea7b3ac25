import type Library from 'markdown-it'

declare const markdownit: typeof Library

/** Links that a message may carry; anything else stays text. */
const LINK = /^(?:https:\/\/|mailto:)/i

/** Teams' subset: no HTML, no pictures, no headings, tables or code in cards. */
function renderer(...without: readonly string[]): ReturnType<typeof markdownit> {
  const markdown = markdownit({ html: false, linkify: false, breaks: true })
  markdown.validateLink = (url) => LINK.test(url.trim())
  return markdown.disable(['image', ...without])
}

const ofMessages = renderer('table', 'reference')
const ofCards = renderer(
  'table',
  'reference',
  'heading',
  'lheading',
  'code',
  'fence',
  'backticks',
  'blockquote',
  'hr',
  'autolink',
)

export const messageHtml = (text: string): string => ofMessages.render(text)
export const cardHtml = (text: string): string => ofCards.render(text)

/** Opens links beside the room, and lets the other page know nothing of it. */
export function openLinksOutside(root: HTMLElement): void {
  for (const link of root.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer')
  }
}
