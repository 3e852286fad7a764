/** Has the browser read the stylesheet with the council's colour again, after it was changed. */
export function readBrandingAgain() {
  const link = document.querySelector<HTMLLinkElement>('link[href^="/api/v1/branding.css"]');
  if (link) link.href = `/api/v1/branding.css?${Date.now()}`;
}
