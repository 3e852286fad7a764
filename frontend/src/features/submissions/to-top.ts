/** After a decision the page is another: what became of it stands at the top, and reading begins there. */
export function toTop() {
  window.scrollTo(0, 0);
  document.getElementById('main')?.focus({ preventScroll: true });
}
